namespace LoadGen.Launching.Planning;

/// <summary>Where workers go: GPUs side by side on a node, the next node when it is full, whole nodes for a worker larger than one.</summary>
internal sealed class GpuPlacement(int? gpusPerNode, int? nodesMax)
{
    private int _node;
    private int _used;

    /// <summary>Places the next worker.</summary>
    /// <param name="worker">Its name, for messages.</param>
    /// <param name="gpus">How many GPUs it wants; 0 for none.</param>
    /// <returns>Its first node, how many nodes, and the indices of its GPUs on each.</returns>
    /// <exception cref="ArgumentException">It does not fit; the message has the numbers.</exception>
    public (int Node, int Nodes, IReadOnlyList<int> Gpus) Place(string worker, int gpus)
    {
        if (gpus == 0)
        {
            return (0, 1, []);
        }

        // Without a SKU there is one host, and its GPUs are whatever it has.
        int perNode = gpusPerNode ?? int.MaxValue;
        if (gpus > perNode && gpus % perNode != 0)
        {
            throw new ArgumentException(
                $"{worker} wants {gpus} GPUs, which do not fill nodes of {perNode}; accepted: 1 to {perNode}, or a multiple of {perNode} (tp, pp, dp decide how many it wants)");
        }

        if (_used > 0 && _used + (long)gpus > perNode)
        {
            _node++;
            _used = 0;
        }

        int first = _node;
        int nodes = Math.Max(1, gpus / perNode);
        int[] indices = [.. Enumerable.Range(_used, gpus / nodes)];
        _used += gpus / nodes;
        if (nodes > 1)
        {
            _node += nodes;
            _used = 0;
        }

        if (nodesMax is { } most && first + nodes > most)
        {
            throw new ArgumentException($"{worker} wants {gpus} GPUs on node {first}{(nodes > 1 ? $" to {first + nodes - 1}" : "")}, but there are {most} nodes of {perNode} GPUs; accepted: fewer or smaller workers, or more nodes");
        }

        return (first, nodes, indices);
    }
}
