using LoadGen.Launching.Supervising;
using LoadGen.Launching.Tests.Support;

namespace LoadGen.Launching.Tests.Supervising;

public class ProcessStatTests
{
    private const string Tail = " 1 2 3 0 -1 4194304 9 0 0 0 1 2 0 0 20 0 1 0 5333267 1024 7 18446744073709551615 1 1 0 0 0 0 0 0 0 0 0 0 17 1 0 0 0 0 0 0 0 0 0 0 0 0 256";

    [Theory]
    [InlineData("42 (python3) S", "python3", 'S')]
    [InlineData("42 (a) b (c) Z", "a) b (c", 'Z')]
    public void A_line_of_proc_is_read_whatever_the_name_holds(string head, string name, char state)
    {
        Assert.True(ProcessStat.TryParse(head + Tail, out ProcessStat? stat));
        Assert.Equal(new ProcessStat(new ProcessIdentity(42, 5_333_267), name, state, 1, 256), stat);
        Assert.Equal(state == 'Z', stat.IsDead);
    }

    [Theory]
    [InlineData("")]
    [InlineData("42 python3 S 1")]
    [InlineData("42 (python3) S 1")]
    [InlineData("x (python3) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20")]
    public void What_is_no_such_line_is_refused(string text) => Assert.False(ProcessStat.TryParse(text, out _));

    [Fact]
    public void This_process_is_found_with_its_parent_and_its_environment()
    {
        var table = new ProcessTable();
        ProcessStat self = table.Read(Environment.ProcessId)!;
        Assert.False(self.IsDead);
        Assert.Contains(ProcessTree.Below(self.Parent, table.ReadAll()), stat => stat.Identity == self.Identity);
        Assert.Equal(Environment.GetEnvironmentVariable("PATH"), table.VariableOf(Environment.ProcessId, "PATH"));
        Assert.False(table.HoldsGpu(Environment.ProcessId));
        Assert.NotEmpty(table.CommandOf(Environment.ProcessId));
    }

    [Theory]
    [InlineData("0::/system.slice/docker-0123.scope\n", "/system.slice/docker-0123.scope")]
    [InlineData("12:pids:/docker/0123\n1:name=systemd:/a:b\n", "/docker/0123 /a:b")]
    [InlineData("", "")]
    public void The_paths_of_control_groups_are_read(string text, string expected)
    {
        DirectoryInfo root = Directory.CreateTempSubdirectory();
        try
        {
            File.WriteAllText(Path.Combine(root.CreateSubdirectory("7").FullName, "cgroup"), text);
            Assert.Equal(expected, string.Join(' ', new ProcessTable(root.FullName).CgroupsOf(7)));
            Assert.Empty(new ProcessTable(root.FullName).CgroupsOf(8));
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_signal_to_a_process_with_another_start_goes_nowhere()
    {
        var table = new ProcessTable();
        ProcessIdentity self = table.Read(Environment.ProcessId)!.Identity;
        // Signal 0 asks only whether one could be sent.
        Assert.True(table.Signal(self, 0));
        Assert.False(table.Signal(self with { StartTicks = self.StartTicks + 1 }, 0));
        Assert.False(table.Signal(new ProcessIdentity(int.MaxValue, 1), 0));
    }

    [Fact]
    public void Descendants_are_found_through_generations()
    {
        FakeTable table = new FakeTable().Add(1, 0).Add(2, 1).Add(3, 2).Add(4, 3).Add(5, 1);
        Assert.Equal([3, 4], ProcessTree.Below(2, table.ReadAll()).Select(stat => stat.Identity.Pid));
        Assert.Empty(ProcessTree.Below(4, table.ReadAll()));
    }

    [Theory]
    [InlineData(0, "exit code 0", 0)]
    [InlineData(3 << 8, "exit code 3", 3)]
    [InlineData(9, "SIGKILL (killed: out of memory?)", 137)]
    [InlineData(11 | 0x80, "SIGSEGV (segmentation fault)", 139)]
    [InlineData(4, "signal 4", 132)]
    public void An_exit_status_is_read_as_wait_does(int raw, string text, int code)
    {
        Assert.Equal(text, new ExitStatus(raw).ToString());
        Assert.Equal(code, new ExitStatus(raw).Code);
    }
}
