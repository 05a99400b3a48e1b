import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { formatEngineReport } from '../../../src/core/report/engineReport.ts';
import type { EngineModel } from '../../../src/shared/engine.ts';
import type { CacheReport, EngineReport, EngineTotals } from '../../../src/shared/engineProtocol.ts';
import { matchGolden } from '../../support/golden.ts';

const mebibyte = 2 ** 20;

const smol: EngineModel = {
  name: 'SmolLM2-135M-Instruct.Q4_1',
  title: 'SmolLM2 135M Instruct',
  path: '/models/SmolLM2-135M-Instruct.Q4_1.gguf',
  sizeBytes: 98_400_000,
  architecture: 'llama',
  contextSizeTokens: 4096,
  chatTemplate: '',
  backend: 'cpu',
  deviceNames: [],
  threads: 3,
  controlTokens: ['<|endoftext|>', '<|im_start|>', '<|im_end|>'],
};

const fullCache: CacheReport = {
  sequences: 2,
  cellsPerSequence: 4096,
  bytesPerSequence: 90 * mebibyte,
  fullAttentionBytesPerSequence: 90 * mebibyte,
  type: 'f16',
};

const noTotals: EngineTotals = {
  requests: 0,
  modelLoads: 1,
  evaluatedTokens: 0,
  reusedTokens: 0,
  decodeTokens: 0,
  clients: 1,
  residentBytes: 358 * mebibyte,
};

const cpuReport: EngineReport = {
  model: smol,
  loadedPath: smol.path,
  layers: 30,
  cache: fullCache,
  prefillTokensPerSecond: 312.4,
  decodeTokensPerSecond: 87.31,
  totals: { ...noTotals, requests: 148, evaluatedTokens: 9120, reusedTokens: 51_880, decodeTokens: 2214, clients: 2 },
};

const mistral: EngineModel = {
  ...smol,
  name: 'mistral-7b-v0.1.Q4_K_M',
  title: 'mistralai_mistral-7b-v0.1',
  path: '/models/mistral-7b-v0.1.Q4_K_M.gguf',
  sizeBytes: 4_368_438_944,
  contextSizeTokens: 131_072,
  windowTokens: 4096,
  backend: 'cuda',
  deviceNames: ['NVIDIA H100 80GB HBM3'],
};

const cudaReport: EngineReport = {
  ...cpuReport,
  model: mistral,
  loadedPath: '/cache/windowed/0f3c.gguf',
  layers: 32,
  offload: { layers: 33, ofLayers: 33 },
  cache: {
    sequences: 4,
    cellsPerSequence: 4352,
    bytesPerSequence: 544 * mebibyte,
    fullAttentionBytesPerSequence: 16_384 * mebibyte,
    type: 'f16',
  },
  prefillTokensPerSecond: 5232,
  decodeTokensPerSecond: 138.6,
};

describe('formatEngineReport', () => {
  const reports: { readonly [name: string]: EngineReport } = {
    'cpu-default-model': cpuReport,
    'cuda-windowed-mistral': cudaReport,
    'nothing-measured': {
      model: { ...smol, title: '', path: '/models/coder.gguf', name: 'coder' },
      loadedPath: '/models/coder.gguf',
      layers: 30,
      totals: noTotals,
    },
  };
  for (const [name, report] of Object.entries(reports)) {
    it(`is a page for a person: ${name}`, () => matchGolden(`report/${name}`, formatEngineReport(report)));
  }

  it('says where only a part of the model is on the device', () => {
    const text = formatEngineReport({ ...cudaReport, offload: { layers: 12, ofLayers: 33 } });
    assert.match(text, /runs on \*\*CUDA\*\*, and in part on the processor\./);
    assert.match(text, /\| Layers on it \| 12 of 33 \|/);
    assert.match(text, /The other layers run on the processor/);
    assert.doesNotMatch(formatEngineReport(cudaReport), /processor, which|in part/);
  });

  it('names the family of a model that fills in the middle', () => {
    const controlTokens = ['<|fim_prefix|>', '<|fim_suffix|>', '<|fim_middle|>'];
    const model = { ...smol, title: 'Qwen2.5 Coder 1.5B', controlTokens };
    assert.match(formatEngineReport({ ...cpuReport, model }), /It fills in the middle \(Qwen2\.5-Coder\)\./);
  });

  it('says that only some layers have the window where the cache has a cell for each token', () => {
    const cache = { ...fullCache, fullAttentionBytesPerSequence: 180 * mebibyte };
    const text = formatEngineReport({ ...cpuReport, model: { ...smol, windowTokens: 1024 }, cache });
    assert.match(text, /Window: 1,024 tokens back in some layers, full attention in the others/);
    assert.doesNotMatch(text, /Reach/);
  });

  it('compares with full attention only where there is a difference', () => {
    const short = { ...cpuReport, model: { ...smol, windowTokens: 4096 } };
    assert.match(formatEngineReport(short), /Reach: 122,880 tokens/);
    assert.doesNotMatch(formatEngineReport(short), /full attention/);
    assert.match(formatEngineReport(cudaReport), /1\/30 of what full attention would take/);
  });

  it('does not promise a measurement to somebody whose completions were too short for one', () => {
    const { prefillTokensPerSecond: _, ...report } = cpuReport;
    const text = formatEngineReport(report);
    assert.match(text, /Prefill .* \| not measured yet: no request was long enough/);
    assert.match(text, /Decode .* \| 87 tokens\/s/);
  });

  it('lets no name of a model, path or device become markup', () => {
    const mean = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({
        unit: fc.constantFrom('`', '|', '\\', '\n', '\r', '\u2028', '!', '[', ']', '(', '<', '*', ' ', 'a'),
      }),
      fc.constantFrom('![x](https://example.com/x.png)', '<img src=x>', '``', 'a|b', '\n# Title', '`a` ![b](c)'),
    );
    const skeleton = (texts: readonly string[]) => {
      const [name = '', title = '', path = '', loadedPath = '', architecture = '', device = ''] = texts;
      const model = { ...mistral, name, title: `t${title}`, path: `p${path}`, architecture, deviceNames: [device] };
      return withoutCode(formatEngineReport({ ...cudaReport, model, loadedPath: `l${loadedPath}` }));
    };
    const plain = skeleton(Array(6).fill('x'));
    assert.match(plain, /- File: ‸, 4/);
    fc.assert(
      fc.property(fc.array(mean, { minLength: 6, maxLength: 6 }), (texts) => assert.equal(skeleton(texts), plain)),
      { numRuns: 300 },
    );
  });
});

/** With a mark for each code span, as CommonMark finds them: from a run of backticks to the next one of its length. */
function withoutCode(markdown: string): string {
  const mark = (text: string) => text.replace(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, '‸');
  // A bar ends a table's cell, and a code span in it, unless it is escaped.
  const markLine = (line: string) =>
    line.startsWith('|')
      ? line
          .split(/(?<!\\)\|/)
          .map(mark)
          .join('|')
      : mark(line);
  return markdown
    .split(/\r\n|[\r\n]/)
    .map(markLine)
    .join('\n');
}
