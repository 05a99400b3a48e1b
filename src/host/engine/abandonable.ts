import { CancelledError } from '../../shared/errors.ts';

/**
 * Lets one caller leave while the work goes on.
 *
 * @throws CancelledError as soon as `signal` is aborted; what `work` throws.
 */
export function abandonable<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const abandon = () => reject(new CancelledError());
    if (signal.aborted) abandon();
    signal.addEventListener('abort', abandon, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abandon));
  });
}
