namespace LoadGen.Inference.Handoffs;

/// <summary>The field and header names of every protocol, in one place: as UTF-8 for bodies, as strings for headers.</summary>
public static class HandoffFields
{
    /// <summary>Header: the request's id, the same on both legs.</summary>
    public const string RequestIdHeader = "X-Request-Id";

    /// <summary>Header: pins a vLLM engine's data-parallel rank.</summary>
    public const string DataParallelRankHeader = "X-data-parallel-rank";

    /// <summary>P2pNccl's request id: before prefill's ZMQ address.</summary>
    public const string PrefillAddressMark = "___prefill_addr_";

    /// <summary>P2pNccl's request id: between prefill's and decode's ZMQ address; one underscore and a unique part follow the latter.</summary>
    public const string DecodeAddressMark = "___decode_addr_";

    /// <summary>Start of a transfer id at NIXL push and Mooncake.</summary>
    public const string TransferIdPrefix = "xfer-";

    /// <summary>Start of a transfer id at MoRI-IO.</summary>
    public const string MoriioTransferIdPrefix = "tx-";

    // The client's request.
    /// <summary>Member <c>model</c>.</summary>
    public static ReadOnlySpan<byte> Model => "model"u8;

    /// <summary>Member <c>stream</c>.</summary>
    public static ReadOnlySpan<byte> Stream => "stream"u8;

    /// <summary>Member <c>n</c>.</summary>
    public static ReadOnlySpan<byte> N => "n"u8;

    /// <summary>Member <c>user</c>.</summary>
    public static ReadOnlySpan<byte> User => "user"u8;

    /// <summary>Member <c>messages</c>.</summary>
    public static ReadOnlySpan<byte> Messages => "messages"u8;

    /// <summary>Member <c>prompt</c>.</summary>
    public static ReadOnlySpan<byte> Prompt => "prompt"u8;

    /// <summary>Member <c>text</c>.</summary>
    public static ReadOnlySpan<byte> Text => "text"u8;

    /// <summary>Member <c>input_ids</c>.</summary>
    public static ReadOnlySpan<byte> InputIds => "input_ids"u8;

    /// <summary>Member <c>prompt_token_ids</c>.</summary>
    public static ReadOnlySpan<byte> PromptTokenIds => "prompt_token_ids"u8;

    /// <summary>Member <c>max_tokens</c>.</summary>
    public static ReadOnlySpan<byte> MaxTokens => "max_tokens"u8;

    /// <summary>Member <c>max_completion_tokens</c>.</summary>
    public static ReadOnlySpan<byte> MaxCompletionTokens => "max_completion_tokens"u8;

    /// <summary>Member <c>min_tokens</c>.</summary>
    public static ReadOnlySpan<byte> MinTokens => "min_tokens"u8;

    /// <summary>Member <c>min_completion_tokens</c>.</summary>
    public static ReadOnlySpan<byte> MinCompletionTokens => "min_completion_tokens"u8;

    /// <summary>Member <c>stream_options</c>.</summary>
    public static ReadOnlySpan<byte> StreamOptions => "stream_options"u8;

    /// <summary>Member <c>sampling_params</c>.</summary>
    public static ReadOnlySpan<byte> SamplingParams => "sampling_params"u8;

    /// <summary>Member <c>max_new_tokens</c>.</summary>
    public static ReadOnlySpan<byte> MaxNewTokens => "max_new_tokens"u8;

    /// <summary>Member <c>return_logprob</c>.</summary>
    public static ReadOnlySpan<byte> ReturnLogprob => "return_logprob"u8;

    /// <summary>Member <c>session_params</c>.</summary>
    public static ReadOnlySpan<byte> SessionParams => "session_params"u8;

    // SGLang.
    /// <summary>Member <c>bootstrap_host</c>.</summary>
    public static ReadOnlySpan<byte> BootstrapHost => "bootstrap_host"u8;

    /// <summary>Member <c>bootstrap_port</c>.</summary>
    public static ReadOnlySpan<byte> BootstrapPort => "bootstrap_port"u8;

    /// <summary>Member <c>bootstrap_room</c>.</summary>
    public static ReadOnlySpan<byte> BootstrapRoom => "bootstrap_room"u8;

    /// <summary>Member <c>routed_dp_rank</c>.</summary>
    public static ReadOnlySpan<byte> RoutedDpRank => "routed_dp_rank"u8;

    /// <summary>Member <c>disagg_prefill_dp_rank</c>.</summary>
    public static ReadOnlySpan<byte> DisaggPrefillDpRank => "disagg_prefill_dp_rank"u8;

    /// <summary>Member <c>meta_info</c>.</summary>
    public static ReadOnlySpan<byte> MetaInfo => "meta_info"u8;

    /// <summary>Member <c>input_token_logprobs</c>.</summary>
    public static ReadOnlySpan<byte> InputTokenLogprobs => "input_token_logprobs"u8;

    // vLLM: NIXL, Mooncake, MoRI-IO.
    /// <summary>Member <c>kv_transfer_params</c>.</summary>
    public static ReadOnlySpan<byte> KvTransferParams => "kv_transfer_params"u8;

    /// <summary>Member <c>do_remote_decode</c>.</summary>
    public static ReadOnlySpan<byte> DoRemoteDecode => "do_remote_decode"u8;

    /// <summary>Member <c>do_remote_prefill</c>.</summary>
    public static ReadOnlySpan<byte> DoRemotePrefill => "do_remote_prefill"u8;

    /// <summary>Member <c>remote_engine_id</c>.</summary>
    public static ReadOnlySpan<byte> RemoteEngineId => "remote_engine_id"u8;

    /// <summary>Member <c>remote_block_ids</c>.</summary>
    public static ReadOnlySpan<byte> RemoteBlockIds => "remote_block_ids"u8;

    /// <summary>Member <c>remote_request_id</c>.</summary>
    public static ReadOnlySpan<byte> RemoteRequestId => "remote_request_id"u8;

    /// <summary>Member <c>remote_host</c>.</summary>
    public static ReadOnlySpan<byte> RemoteHost => "remote_host"u8;

    /// <summary>Member <c>remote_port</c>.</summary>
    public static ReadOnlySpan<byte> RemotePort => "remote_port"u8;

    /// <summary>Member <c>tp_size</c>.</summary>
    public static ReadOnlySpan<byte> TpSize => "tp_size"u8;

    /// <summary>Member <c>pp_size</c>.</summary>
    public static ReadOnlySpan<byte> PpSize => "pp_size"u8;

    /// <summary>Member <c>transfer_id</c>.</summary>
    public static ReadOnlySpan<byte> TransferId => "transfer_id"u8;

    /// <summary>Member <c>remote_bootstrap_addr</c>.</summary>
    public static ReadOnlySpan<byte> RemoteBootstrapAddr => "remote_bootstrap_addr"u8;

    /// <summary>Member <c>engine_id</c>.</summary>
    public static ReadOnlySpan<byte> EngineId => "engine_id"u8;

    /// <summary>Member <c>remote_dp_size</c>.</summary>
    public static ReadOnlySpan<byte> RemoteDpSize => "remote_dp_size"u8;

    /// <summary>Member <c>remote_tp_size</c>.</summary>
    public static ReadOnlySpan<byte> RemoteTpSize => "remote_tp_size"u8;

    /// <summary>Member <c>remote_dp_rank</c>.</summary>
    public static ReadOnlySpan<byte> RemoteDpRank => "remote_dp_rank"u8;

    // TensorRT-LLM.
    /// <summary>Member <c>disaggregated_params</c>.</summary>
    public static ReadOnlySpan<byte> DisaggregatedParams => "disaggregated_params"u8;

    /// <summary>Member <c>request_type</c>.</summary>
    public static ReadOnlySpan<byte> RequestType => "request_type"u8;

    /// <summary>Value <c>context_only</c>.</summary>
    public static ReadOnlySpan<byte> ContextOnly => "context_only"u8;

    /// <summary>Value <c>generation_only</c>.</summary>
    public static ReadOnlySpan<byte> GenerationOnly => "generation_only"u8;

    /// <summary>Member <c>schedule_style</c>.</summary>
    public static ReadOnlySpan<byte> ScheduleStyle => "schedule_style"u8;

    /// <summary>Value of <c>schedule_style</c>, context first: the wire carries the enumeration's number, not the configuration's word.</summary>
    public const int ContextFirst = 0;

    /// <summary>Value of <c>schedule_style</c>, generation first.</summary>
    public const int GenerationFirst = 1;

    /// <summary>Member <c>disagg_request_id</c>.</summary>
    public static ReadOnlySpan<byte> DisaggRequestId => "disagg_request_id"u8;

    /// <summary>Member <c>ctx_request_id</c>.</summary>
    public static ReadOnlySpan<byte> CtxRequestId => "ctx_request_id"u8;

    /// <summary>Member <c>ctx_dp_rank</c>.</summary>
    public static ReadOnlySpan<byte> CtxDpRank => "ctx_dp_rank"u8;

    /// <summary>Member <c>ctx_info_endpoint</c>.</summary>
    public static ReadOnlySpan<byte> CtxInfoEndpoint => "ctx_info_endpoint"u8;

    /// <summary>Member <c>first_gen_tokens</c>.</summary>
    public static ReadOnlySpan<byte> FirstGenTokens => "first_gen_tokens"u8;

    /// <summary>Member <c>encoded_opaque_state</c>.</summary>
    public static ReadOnlySpan<byte> EncodedOpaqueState => "encoded_opaque_state"u8;

    /// <summary>Member <c>draft_tokens</c>.</summary>
    public static ReadOnlySpan<byte> DraftTokens => "draft_tokens"u8;

    /// <summary>Member <c>ctx_usage</c>.</summary>
    public static ReadOnlySpan<byte> CtxUsage => "ctx_usage"u8;

    // Replies.
    /// <summary>Member <c>choices</c>.</summary>
    public static ReadOnlySpan<byte> Choices => "choices"u8;

    /// <summary>Member <c>finish_reason</c>.</summary>
    public static ReadOnlySpan<byte> FinishReason => "finish_reason"u8;

    /// <summary>Member <c>usage</c>.</summary>
    public static ReadOnlySpan<byte> Usage => "usage"u8;

    /// <summary>Member <c>index</c>.</summary>
    public static ReadOnlySpan<byte> Index => "index"u8;
}
