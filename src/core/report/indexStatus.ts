import type { IndexStatus, PauseReason } from '../../shared/indexProtocol.ts';
import { formatCount, formatPlural } from './figures.ts';

/** `indexing 1,234 of 10,000 files, 12 %, 3.4 MB/s`: goes on behind `Leeward:`, without an end. */
export function describeIndex(status: IndexStatus): string {
  switch (status.kind) {
    case 'listing': {
      const pause = status.pausedFor === undefined ? '' : `, ${pauses[status.pausedFor]}`;
      return `listing the files of the workspace${pause}`;
    }
    case 'indexing': {
      const { filesDone, filesTotal, bytesPerSecond, pausedFor } = status;
      const pace = pausedFor === undefined ? megabytesPerSecond(bytesPerSecond) : pauses[pausedFor];
      if (filesTotal === 0) return pausedFor === undefined ? 'indexing' : `indexing, ${pace}`;
      return `indexing ${formatCount(filesDone)} of ${formatPlural(filesTotal, 'file')}, ${percent(filesDone, filesTotal)} %, ${pace}`;
    }
    case 'ready':
      return `${formatPlural(status.files, 'file')} with ${formatPlural(status.symbols, 'definition')} indexed`;
    case 'off':
      return 'the index is off';
  }
}

const pauses: { readonly [reason in PauseReason]: string } = {
  typing: 'waiting while you type',
  battery: 'waiting for a power supply',
};

/** 100 only once all are done. */
function percent(done: number, total: number): number {
  return total === 0 ? 0 : Math.floor((100 * done) / total);
}

function megabytesPerSecond(bytesPerSecond: number): string {
  return `${(bytesPerSecond / 1e6).toFixed(1)} MB/s`;
}
