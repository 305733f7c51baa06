namespace LoadGen.Configuration.Tests;

public class TreeTests
{
    [Fact]
    public void A_tree_keeps_order_text_and_places()
    {
        YamlMapping tree = YamlFile.ParseTree("b: 0.80\na:\n  - ${x}\n  - 'y'\n", "t");
        Assert.Equal([("b", new Place(1, 1)), ("a", new Place(2, 1))], tree.Entries.Select(entry => (entry.Key, entry.KeyPlace)));
        Assert.Equal(new YamlScalar(new Place(1, 4), "0.80", ScalarKind.RealNumber, IsQuoted: false), tree.Entries[0].Value);
        Assert.Equal(
            [new YamlScalar(new Place(3, 5), "${x}", ScalarKind.Text, IsQuoted: false), new YamlScalar(new Place(4, 5), "y", ScalarKind.Text, IsQuoted: true)],
            Assert.IsType<YamlSequence>(tree.Entries[1].Value).Items);
    }

    [Theory]
    [InlineData("- a\n", "t:1:1: found a list; accepted: a mapping of keys")]
    [InlineData("a: 1\na: 2\n", "t:2:1: a: the key stands here a second time; the first is in line 1")]
    [InlineData("a: &x 1\n", "t:1:4: a: anchors (&name) are not supported: write the value out")]
    public void What_no_configuration_may_hold_is_refused_in_a_tree_too(string text, string problem) =>
        Assert.Equal(problem, Assert.Throws<ConfigurationException>(() => YamlFile.ParseTree(text, "t")).Message);
}
