import { join } from 'node:path';
import { extensionFolder } from './leewardWorkbench.ts';

/** Where pictures go that are only looked at. */
export const screenshotsFolder = join(extensionFolder, 'out', 'screenshots');

/** Where the README's pictures go: `UPDATE_SCREENSHOTS=1` writes them anew. */
export const readmePictures =
  process.env['UPDATE_SCREENSHOTS'] === '1' ? join(extensionFolder, 'docs') : screenshotsFolder;

/** Settings of a window that is looked at: nothing in it but what the picture is about. */
export const pictureSettings = {
  'leeward.engine.gpu': 'cpu',
  'editor.minimap.enabled': false,
  'typescript.validate.enable': false,
};
