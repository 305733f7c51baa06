namespace LoadGen.Configuration.Tests;

public class BindingTests
{
    [Fact]
    public void What_the_file_leaves_out_has_the_records_own_defaults()
    {
        House house = House.Parse("name: x");
        var bare = new House { Name = "x" };

        // Lists and dictionaries compare by reference.
        Assert.Equal(bare with { Tags = house.Tags, Doors = house.Doors, Rooms = house.Rooms }, house);
        Assert.Equal(bare.Tags, house.Tags);
        Assert.Empty(house.Doors);
        Assert.Empty(house.Rooms);
    }

    [Fact]
    public void Defaults_hold_within_a_mapping_that_is_given_in_part()
    {
        House house = House.Parse("name: x\ndoor: {colour: red}\ndoors:\n- width_m: 2\n- {}\n");
        Assert.Equal(new Door { Colour = "red" }, house.Door);
        Assert.Equal([new Door { WidthM = 2 }, new Door()], house.Doors);
        Assert.Equal(["plain"], house.Tags);
    }

    [Fact]
    public void Every_kind_of_value_is_read()
    {
        House house = House.Parse("""
            name: 'Nº 7'
            floors: 0x10
            bytes: 9000000000
            height_m: 3
            is_open: false
            roof: gable
            number: -4
            token_env: TOKEN_7
            tags: [a, "1"]
            rooms: {kitchen: 1, 'a.b': 2}
            free: {a: [1, 2.5, yes, true, ~]}
            """);
        Assert.Equal("Nº 7", house.Name);
        Assert.Equal(16, house.Floors);
        Assert.Equal(9_000_000_000, house.Bytes);
        Assert.Equal(3.0, house.HeightM);
        Assert.False(house.IsOpen);
        Assert.Equal(RoofKind.Gable, house.Roof);
        Assert.Equal(-4, house.Number);
        Assert.Equal("TOKEN_7", house.TokenEnv);
        Assert.Equal(["a", "1"], house.Tags);
        Assert.Equal(2, house.Rooms["a.b"]);
        Assert.Equal("""{"a":[1,2.5,"yes",true,null]}""", house.Free!.Value.GetRawText());
    }

    [Fact]
    public void A_record_whose_defaults_were_forgotten_is_found_at_the_first_read()
    {
        var schema = new YamlSchema<House>(HouseJson.Default.House, new House { Name = "" });
        var e = Assert.Throws<InvalidOperationException>(() => YamlFile.Parse("name: x\ndoor: {colour: red}", "h", schema));
        Assert.Contains("Door", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_knows_where_its_keys_stand()
    {
        YamlDocument<House> document = YamlFile.Parse("name: x\ndoors:\n- colour: red\n  width_m: 1\nrooms: {'a.b': 3}\n", "h", House.Schema);
        Assert.Equal("h:1:7", document.Where("name"));
        Assert.Equal("h:2:1", document.Where("doors"));
        Assert.Equal("h:3:3", document.Where("doors[0]"));
        Assert.Equal("h:4:12", document.Where("doors[0].width_m"));
        Assert.Equal("h:5:16", document.Where("rooms['a.b']"));
        Assert.Equal("h:3:3", document.Where("doors[0].not.there"));
        Assert.Equal("h:1:1", document.Where("nowhere"));
    }
}
