/** What llama.cpp's server is asked to fill in: the body of a request to its `/infill`, as llama.vscode sends it. */
export interface InfillRequest {
  readonly id_slot: number;
  /** Whole lines before the cursor's. */
  readonly input_prefix: string;
  /** From the cursor on. */
  readonly input_suffix: string;
  readonly input_extra: readonly RingChunk[];
  /** The cursor's line before it. */
  readonly prompt: string;
  readonly n_predict: number;
  readonly n_cmpl?: number;
  readonly n_indent?: number;
  readonly top_k?: number;
  readonly top_p?: number;
  readonly stream?: boolean;
  readonly samplers: readonly string[];
  readonly cache_prompt: boolean;
  readonly t_max_prompt_ms: number;
  readonly t_max_predict_ms: number;
}

export interface RingChunk {
  readonly text: string;
  readonly time: number;
  readonly filename: string;
}

export interface InfillAnswer {
  readonly text: string;
  /** Prompt tokens that it has computed. */
  readonly evaluatedTokens: number;
}

/** Whoever answers. */
export interface InfillServer {
  infill(request: InfillRequest): Promise<InfillAnswer>;
}
