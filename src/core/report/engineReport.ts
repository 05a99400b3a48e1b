import type { EngineModel } from '../../shared/engine.ts';
import type { CacheReport, EngineReport, EngineTotals } from '../../shared/engineProtocol.ts';
import { chooseFamily } from '../prompt/families.ts';
import { backendName } from './backendName.ts';
import { formatBytes, formatCount, formatPlural, formatShare, formatSpeed } from './figures.ts';
import { code, list, prose, table } from './markdown.ts';

/** The report as a page of markdown, for a person to read, and to paste where they ask for help. */
export function formatEngineReport(report: EngineReport): string {
  const { model, cache, totals } = report;
  const blocks = [
    '# Leeward: Engine Report',
    summary(report),
    '## Model',
    modelList(report),
    '## Speed',
    speedTable(report),
    ...speedRemarks(report),
    '## Context',
    contextList(report),
    '## KV cache',
    ...cacheBlocks(model.contextSizeTokens, cache),
    '## Engine',
    'Since it started, for all windows together.',
    engineTable(totals),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function summary({ model, cache, offload }: EngineReport): string {
  const rest = isPartial(offload) ? ', and in part on the processor' : '';
  const runs = `${code(model.name)} runs on **${backendName(model)}**${rest}.`;
  if (cache === undefined || !isSmaller(cache)) return runs;
  return `${runs} Its cache takes **${formatBytes(cache.bytesPerSequence)}** a sequence, ${share(cache)} of what full attention would take.`;
}

/** No table: a path has no place to wrap at in one. */
function modelList({ model, loadedPath, layers }: EngineReport): string {
  const title = model.title === '' || model.title === model.name ? [] : [`Title: ${code(model.title)}`];
  const twin = loadedPath === model.path ? [] : [`In memory: its copy with the sliding window, ${code(loadedPath)}`];
  return list([
    `Name: ${code(model.name)}`,
    ...title,
    `File: ${code(model.path)}, ${formatBytes(model.sizeBytes)}`,
    ...twin,
    `Architecture: ${code(model.architecture)}, ${formatPlural(layers, 'layer')}`,
    prose(fillsInTheMiddle(model)),
  ]);
}

function fillsInTheMiddle(model: EngineModel): string {
  const mode = chooseFamily(model);
  return mode.kind === 'fim' ? `It fills in the middle (${mode.family.name}).` : mode.reason;
}

function isPartial(offload: EngineReport['offload']): offload is NonNullable<EngineReport['offload']> {
  return offload !== undefined && offload.layers < offload.ofLayers;
}

function speedTable(report: EngineReport): string {
  const { model, offload, prefillTokensPerSecond, decodeTokensPerSecond, totals } = report;
  const measured = (speed: number | undefined) => {
    if (speed !== undefined) return formatSpeed(speed);
    return totals.requests === 0
      ? 'not measured yet: ask for a completion first'
      : 'not measured yet: no request was long enough';
  };
  return table([
    ['Backend', backendName(model)],
    ...model.deviceNames.map((name) => ['Device', code(name)]),
    ...(offload ? [['Layers on it', `${formatCount(offload.layers)} of ${formatCount(offload.ofLayers)}`]] : []),
    ['Processor threads', formatCount(model.threads)],
    ['Prefill (reading the prompt)', measured(prefillTokensPerSecond)],
    ['Decode (writing the answer)', measured(decodeTokensPerSecond)],
  ]);
}

function speedRemarks(report: EngineReport): readonly string[] {
  const { model, offload, prefillTokensPerSecond, decodeTokensPerSecond } = report;
  const remarks: string[] = [];
  if (isPartial(offload)) {
    remarks.push(
      'The other layers run on the processor, which is far slower: the memory of the device has no room for them. A smaller model, one of fewer bits, or a smaller `leeward.model.contextSize` may fit whole.',
    );
  }
  if (model.backend === 'cpu') {
    remarks.push(
      'Everything runs on the processor, nothing on a graphics card. `leeward.engine.gpu` says which of them Leeward may use.',
    );
  }
  if (prefillTokensPerSecond !== undefined || decodeTokensPerSecond !== undefined)
    remarks.push('Speeds are medians of recent requests.');
  return remarks;
}

function contextList({ model, layers, cache }: EngineReport): string {
  const { contextSizeTokens, windowTokens } = model;
  const size = `Context size: ${formatPlural(contextSizeTokens, 'token')} a sequence`;
  if (windowTokens === undefined) return list(['Full attention: a token sees all before it', size]);
  const window = `Window: ${formatPlural(windowTokens, 'token')}`;
  // A cell for each token of the context, though the cache is smaller: other layers have fewer.
  const isMixed = cache !== undefined && isSmaller(cache) && cache.cellsPerSequence >= contextSizeTokens;
  if (isMixed) return list([`${window} back in some layers, full attention in the others`, size]);
  const reach = formatPlural(windowTokens * layers, 'token');
  return list([`${window} back in a layer`, `Reach: ${reach} back through ${formatPlural(layers, 'layer')}`, size]);
}

function cacheBlocks(contextSizeTokens: number, cache: CacheReport | undefined): readonly string[] {
  if (cache === undefined) return ['Its size is not known: llama.cpp did not say.'];
  const { sequences, cellsPerSequence, bytesPerSequence, fullAttentionBytesPerSequence, type } = cache;
  const saves = isSmaller(cache);
  const row = (label: string, value: string, withFullAttention: string) =>
    saves ? [label, value, withFullAttention] : [label, value];
  const figures = table([
    row('Type', code(type), 'with full attention'),
    row('Cells a sequence', formatCount(cellsPerSequence), formatCount(contextSizeTokens)),
    row('Memory a sequence', formatBytes(bytesPerSequence), formatBytes(fullAttentionBytesPerSequence)),
    row(
      `Memory of ${formatPlural(sequences, 'sequence')}`,
      formatBytes(sequences * bytesPerSequence),
      formatBytes(sequences * fullAttentionBytesPerSequence),
    ),
  ]);
  const comparison = saves
    ? 'The other column is what full attention would take at the same context size.'
    : 'The cache grows with the context size.';
  return [figures, `A cell holds one token. The sizes are llama.cpp's own figures. ${comparison}`];
}

/** By more than rounding. */
function isSmaller({ bytesPerSequence, fullAttentionBytesPerSequence }: CacheReport): boolean {
  return bytesPerSequence < 0.99 * fullAttentionBytesPerSequence;
}

function share({ bytesPerSequence, fullAttentionBytesPerSequence }: CacheReport): string {
  return formatShare(bytesPerSequence / fullAttentionBytesPerSequence);
}

function engineTable(totals: EngineTotals): string {
  const { reusedTokens, evaluatedTokens } = totals;
  const promptTokens = reusedTokens + evaluatedTokens;
  const reused = promptTokens === 0 ? '' : ` (${Math.round((100 * reusedTokens) / promptTokens)} %)`;
  return table([
    ['Requests', formatCount(totals.requests)],
    ['Prompt tokens reused', `${formatCount(reusedTokens)}${reused}`],
    ['Prompt tokens evaluated', formatCount(evaluatedTokens)],
    ['Tokens decoded', formatCount(totals.decodeTokens)],
    ['Model loads', formatCount(totals.modelLoads)],
    ['Windows connected', formatCount(totals.clients)],
    ['Main memory', formatBytes(totals.residentBytes)],
  ]);
}
