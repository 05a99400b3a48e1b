import type { VNode } from 'preact';
import type { ContextMeter } from '../../src/shared/chatProtocol.ts';
import { freeTokens, meterWords } from './meterWords.ts';

/** Used, and behind it what is kept for the answer. */
export function MeterBar({ meter }: { readonly meter: ContextMeter }): VNode {
  const { contextTokens, usedTokens, reservedTokens } = meter;
  const percent = (tokens: number): string =>
    `${contextTokens === 0 ? 0 : Math.min(100, (100 * tokens) / contextTokens)}%`;
  const isFull = contextTokens > 0 && freeTokens(meter) < contextTokens / 20;
  return (
    <span class={`meter-bar ${isFull ? 'full' : ''}`} aria-hidden="true">
      <span class="meter-used" style={{ inlineSize: percent(usedTokens) }} />
      <span class="meter-reserved" style={{ inlineSize: percent(reservedTokens) }} />
    </span>
  );
}

export function MeterDetails({ meter }: { readonly meter: ContextMeter }): VNode {
  const rows = [
    ['Used', meter.usedTokens],
    ['Kept for the answer', meter.reservedTokens],
    ['Free', freeTokens(meter)],
    ['All', meter.contextTokens],
  ] as const;
  return (
    <section class="panel" aria-label="Context">
      <h2>Context, in tokens</h2>
      <dl class="meter-rows">
        {rows.map(([name, tokens]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{tokens.toLocaleString('en')}</dd>
          </div>
        ))}
      </dl>
      {meterWords(meter).sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </section>
  );
}
