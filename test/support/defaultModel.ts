import { fetchDefaultModel } from '../../native/models/fetchDefaultModel.ts';

/** The path of the default model, fetched into the user's cache where it is not there yet. */
export function ensureDefaultModel(): Promise<string> {
  return fetchDefaultModel();
}
