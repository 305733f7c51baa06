using LoadGen.Inference;

namespace LoadGen.Workloads.Datasets.Reading;

/// <summary>
/// How messages become turns. A turn is what is said to the model up to its answer; the model's message after it is the recorded answer.
/// A model's message that answers nothing is carried into the next turn, or dropped where there is no turn before it: chat templates
/// refuse conversations that the model begins.
/// </summary>
internal sealed partial class ConversationBuilder
{
    private int _firstOpen;
    private bool _asks;

    /// <summary>A message of a list in which turns are not marked.</summary>
    public void AddMessage(ChatRole role, Piece text, Piece json)
    {
        if (role != ChatRole.Assistant)
        {
            _messages.Add(new MessageDraft(role, text, json));
            _asks |= role is ChatRole.User or ChatRole.Tool;
        }
        else if (_asks)
        {
            CloseTurn(text, json, hasAnswer: true, default);
        }
        else if (_turns.Count > 0)
        {
            _messages.Add(new MessageDraft(role, text, json));
        }
    }

    /// <summary>The end of such a list: what is not answered yet is a turn if it asks something.</summary>
    public void EndMessages(in TurnFacts lastTurn)
    {
        if (_asks)
        {
            CloseTurn(default, default, hasAnswer: false, lastTurn);
        }
        else if (_turns.Count > 0)
        {
            SetLastFacts(lastTurn);
        }
    }

    /// <summary>A message of a turn whose end is marked.</summary>
    public void AddTurnMessage(ChatRole role, Piece text, Piece json)
    {
        _messages.Add(new MessageDraft(role, text, json));
        _asks |= role is ChatRole.User or ChatRole.Tool;
    }

    /// <summary>Whether the open turn says anything that calls for an answer.</summary>
    public bool OpenTurnAsks => _asks;

    /// <summary>Ends the open turn.</summary>
    public void EndTurn(Piece answer, Piece answerJson, bool hasAnswer, in TurnFacts facts) => CloseTurn(answer, answerJson, hasAnswer, facts);

    private void CloseTurn(Piece answer, Piece answerJson, bool hasAnswer, in TurnFacts facts)
    {
        _turns.Add(new TurnDraft(_firstOpen, _messages.Count - _firstOpen, answer, answerJson, hasAnswer, facts, _hashes.Count, 0));
        _firstOpen = _messages.Count;
        _asks = false;
    }

    private void SetLastFacts(in TurnFacts facts) => _turns[^1] = _turns[^1] with { Facts = facts };
}
