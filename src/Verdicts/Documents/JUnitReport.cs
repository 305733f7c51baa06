using System.Globalization;
using System.Text;
using System.Xml;

namespace LoadGen.Verdicts.Documents;

/// <summary>
/// Writes a verdict as JUnit XML, which CI systems show and gate on: a test case for each objective. A broken one is a failure; one that
/// neither passed nor failed is an error, because a gate that lets it through would take silence for consent.
/// </summary>
public static class JUnitReport
{
    /// <summary>Writes it.</summary>
    /// <param name="document">The verdict.</param>
    /// <param name="output">Gets UTF-8 XML; it stays open.</param>
    public static void Write(VerdictDocument document, Stream output)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(output);
        bool isInvalid = document.Verdict == Verdict.Invalid;
        string tests = Number(document.Objectives.Count + (isInvalid ? 1 : 0));
        string failures = Number(document.Objectives.Count(objective => objective.Verdict == Verdict.Fail));
        string errors = Number(document.Objectives.Count(objective => objective.Verdict == Verdict.NotEnoughEvidence) + (isInvalid ? 1 : 0));
        var settings = new XmlWriterSettings { Indent = true, CloseOutput = false, Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), CheckCharacters = false };
        using var xml = XmlWriter.Create(output, settings);
        xml.WriteStartDocument();
        xml.WriteStartElement("testsuites");
        xml.WriteAttributeString("name", "loadgen check");
        Counts(xml, tests, failures, errors);
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", Clean(document.Sla));
        Counts(xml, tests, failures, errors);
        foreach (ObjectiveVerdict objective in document.Objectives)
        {
            Case(xml, document.Sla, objective.Name, objective.Verdict, objective.Reason);
        }

        if (isInvalid)
        {
            Case(xml, document.Sla, "the measurement is valid", Verdict.Invalid, string.Join("; ", document.InvalidReasons));
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndDocument();
    }

    private static void Counts(XmlWriter xml, string tests, string failures, string errors)
    {
        xml.WriteAttributeString("tests", tests);
        xml.WriteAttributeString("failures", failures);
        xml.WriteAttributeString("errors", errors);
        xml.WriteAttributeString("skipped", "0");
    }

    private static void Case(XmlWriter xml, string sla, string name, Verdict verdict, string reason)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", Clean(sla));
        xml.WriteAttributeString("name", Clean(name));
        if (verdict == Verdict.Pass)
        {
            xml.WriteElementString("system-out", Clean(reason));
        }
        else
        {
            xml.WriteStartElement(verdict == Verdict.Fail ? "failure" : "error");
            xml.WriteAttributeString("type", verdict switch { Verdict.Fail => "fail", Verdict.Invalid => "invalid", _ => "not_enough_evidence" });
            xml.WriteAttributeString("message", Clean(reason));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    // XML 1.0 has no way to write most control characters, and names come from files.
    private static string Clean(string text) => string.Concat(text.Select(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c) ? c : ' '));

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
