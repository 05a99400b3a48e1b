import { redactSecrets } from '../context/secrets.ts';
import type { ScopeParts } from './scopeParts.ts';

/**
 * What stands above and below the lines to change, as it may stand in a prompt: without secrets. The lines to change are
 * given as they are, since what comes back takes their place.
 */
export function aroundScope({ head, scope, tail, path }: Pick<ScopeParts, 'head' | 'scope' | 'tail' | 'path'>) {
  const lines = redactSecrets(head + scope + tail, path).text.split('\n');
  const [from, to] = [lineEnds(head), lineEnds(head + scope)];
  return {
    above: lines
      .slice(0, from)
      .map((line) => `${line}\n`)
      .join(''),
    below: tail === '' ? '' : lines.slice(to).join('\n'),
  };
}

function lineEnds(text: string): number {
  return text.split('\n').length - 1;
}
