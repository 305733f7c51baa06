namespace LoadGen.Evaluation.Questions;

/// <summary>What a line of a data set looks like. docs/evaluation.md shows one of each.</summary>
public enum DatasetShape
{
    /// <summary>gsm8k's: <c>question</c>, and <c>answer</c> with the working and <c>#### 42</c> at its end.</summary>
    Gsm8k,

    /// <summary>MATH-500's: <c>problem</c>, <c>answer</c>; <c>solution</c>, <c>subject</c>, <c>level</c> and <c>unique_id</c> where there are such.</summary>
    Math,

    /// <summary>
    /// GPQA's: <c>Question</c>, <c>Correct Answer</c> and <c>Incorrect Answer 1</c> to <c>3</c>; or, free of its names, <c>question</c>,
    /// <c>correct</c> and the list <c>incorrect</c>.
    /// </summary>
    Choices,

    /// <summary>Anything else: <c>prompt</c> and <c>answer</c>.</summary>
    Pairs,
}
