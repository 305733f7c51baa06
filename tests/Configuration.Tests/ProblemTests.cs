namespace LoadGen.Configuration.Tests;

public class ProblemTests
{
    [Theory]
    [InlineData("name: x\nflors: 3\n", "h:2:1: flors: unknown key; did you mean 'floors'? accepted: bytes, door, doors, floors, free, height_m, is_open, name, number, roof, rooms, tags, token_env")]
    [InlineData("name: x\ndoor: {color: red}\n", "h:2:8: door.color: unknown key; did you mean 'colour'? accepted: colour, width_m")]
    [InlineData("name: x\nname: y\n", "h:2:1: name: the key stands here a second time; the first is in line 1")]
    [InlineData("name: x\nfloors: many\n", "h:2:9: floors: found the text 'many'; accepted: a whole number of 32 bits")]
    [InlineData("name: x\nfloors: '3'\n", "h:2:9: floors: found the text '3' in quotes; accepted: a whole number of 32 bits (take it out of the quotes)")]
    [InlineData("name: x\nfloors: 3.0\n", "h:2:9: floors: found the number 3.0; accepted: a whole number of 32 bits")]
    [InlineData("name: x\nfloors: 3000000000\n", "h:2:9: floors: found the number 3000000000; accepted: a whole number of 32 bits, up to 2147483647")]
    [InlineData("name: x\nfloors: 010\n", "h:2:9: floors: found the number 010; accepted: a whole number of 32 bits without a zero before it")]
    [InlineData("name: x\nbytes: 1_000\n", "h:2:8: bytes: found the text '1_000'; accepted: a whole number (without _ between the digits)")]
    [InlineData("name: x\nbytes: 99999999999999999999\n", "h:2:8: bytes: found the number 99999999999999999999; accepted: a whole number, up to 9223372036854775807")]
    [InlineData("name: x\nheight_m: 1e400\n", "h:2:11: height_m: found the number 1e400; accepted: a number up to 1.7e308")]
    [InlineData("name: x\nheight_m: .inf\n", "h:2:11: height_m: found the number .inf; accepted: a number")]
    [InlineData("name: x\nis_open: yes\n", "h:2:10: is_open: found the text 'yes'; accepted: true or false")]
    [InlineData("name: 12\n", "h:1:7: name: found the number 12; accepted: text (put it into quotes)")]
    [InlineData("name: true\n", "h:1:7: name: found true; accepted: text (put it into quotes)")]
    [InlineData("name: x\nroof: thatch\n", "h:2:7: roof: found the text 'thatch'; accepted: one of flat_roof, gable")]
    [InlineData("name: x\nroof: 1\n", "h:2:7: roof: found the number 1; accepted: one of flat_roof, gable")]
    [InlineData("name: x\ndoor: red\n", "h:2:7: door: found the text 'red'; accepted: a mapping with the keys width_m, colour")]
    [InlineData("name: x\ntags: a\n", "h:2:7: tags: found the text 'a'; accepted: a list of texts")]
    [InlineData("name: x\ndoors: {width_m: 1}\n", "h:2:8: doors: found a mapping; accepted: a list of mappings with the keys width_m, colour")]
    [InlineData("name: x\nfloors:\n", "h:2:8: floors: has no value; accepted: a whole number of 32 bits, or leave the key out")]
    [InlineData("floors: 1\n", "h:1:1: the key 'name' is missing; accepted: text")]
    [InlineData("name: x\ntoken_env: $TOKEN\n", "h:2:12: token_env: this is no name of an environment variable; accepted: letters, digits and _, without $ and not the value itself")]
    [InlineData("name: x\nrooms: {a: b}\n", "h:2:12: rooms.a: found the text 'b'; accepted: a whole number of 32 bits")]
    [InlineData("name: ${USER}\n", "h:1:7: name: ${…} is not expanded; name the variable in a key that ends in _env, or put text that is meant as it is into single quotes")]
    [InlineData("name: &a x\n", "h:1:7: name: anchors (&name) are not supported: write the value out")]
    [InlineData("name: !!str x\n", "h:1:7: name: tags (!name) are not supported: write the value out")]
    [InlineData("name: x\ndoor: {<<: {}}\n", "h:2:8: door: merge keys (<<) are not supported: write the keys out")]
    [InlineData("name: x\n? [a]\n: 1\n", "h:2:3: a key must be a name, not a mapping or a list")]
    [InlineData("name: x\n---\nname: y\n", "h:2:1: a second document begins here; accepted: one document a file")]
    [InlineData("", "h:1:1: the file is empty; accepted: a mapping of keys")]
    [InlineData("# nothing\n", "h:1:1: the file is empty; accepted: a mapping of keys")]
    [InlineData("name: a: b\n", "h:1:8: not valid YAML: While scanning a plain scalar value, found invalid mapping")]
    public void A_problem_says_where_what_was_found_and_what_is_accepted(string text, string problem) =>
        Assert.Equal([problem], House.Problems(text));

    [Fact]
    public void All_problems_are_reported_at_once_in_the_order_of_the_file() => Assert.Equal(
        ["h:1:9: floors: found the text 'a'; accepted: a whole number of 32 bits", "h:1:1: the key 'name' is missing; accepted: text"],
        House.Problems("floors: a\ndoors: [{}]\n").Reverse());

    [Fact]
    public void Checks_of_values_run_although_other_parts_cannot_be_read() => Assert.Equal(
        ["h:3:12: doors[0].width_m: found the text 'x'; accepted: a number", "h:4:18: door.width_m: too wide"],
        House.Problems("name: x\ndoors:\n- width_m: x\ndoor: { width_m: 9 }\n", (_, problems) => problems.Add("door.width_m", "too wide"))
            .Where(p => !p.Contains("unknown", StringComparison.Ordinal)));

    [Fact]
    public void A_tab_is_an_error_of_YAML_with_its_line()
    {
        Assert.Equal(["h:3:1: not valid YAML: a tab indents this line; accepted: blanks"], House.Problems("name: x\ndoor:\n\tcolour: red\n"));
        Assert.Equal(["h:3:3: not valid YAML: a tab indents this line; accepted: blanks"], House.Problems("name: x\ndoor:\n  \tcolour: red\n    x: 1\n  y"));
    }

    [Theory]
    [InlineData("name: [1, 2\nfloors: 3\n")]
    [InlineData("name: {a: b\n")]
    [InlineData("name: \"x")]
    [InlineData("name: @x")]
    [InlineData("name: x\n  floors: 3\n - 1")]
    public void Broken_YAML_is_one_problem_with_a_position(string text) =>
        Assert.Matches("^h:[0-9]+:[0-9]+: not valid YAML", Assert.Single(House.Problems(text)));

    [Fact]
    public void Aliases_are_refused() =>
        Assert.Contains("h:2:9: floors: aliases (*name) are not supported: write the value out", House.Problems("name: &a x\nfloors: *a\n"));

    [Fact]
    public void A_secret_in_the_place_of_its_variables_name_is_not_repeated() =>
        Assert.DoesNotContain("hunter2", string.Join('\n', House.Problems("name: x\ntoken_env: hunter2!\n")), StringComparison.Ordinal);

    [Fact]
    public void Nesting_has_a_limit()
    {
        string text = "name: x\nfree: " + new string('[', 100) + new string(']', 100);
        Assert.Contains("nested deeper than 64 levels", Assert.Single(House.Problems(text)), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_in_single_quotes_may_hold_what_looks_like_a_reference() =>
        Assert.Equal("${USER}", House.Parse("name: '${USER}'").Name);
}
