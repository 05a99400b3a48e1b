/**
 * What a person reads of a terminal's output: without escape sequences, and with lines as they were last written over
 * (progress bars). Movements of the cursor between lines are not followed.
 */
export function terminalText(output: string): string {
  return output
    .replace(escapeSequence, '')
    .replace(/\r+\n/g, '\n')
    .split('\n')
    .map(readLine)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

const esc = String.fromCharCode(0x1b);
const bell = String.fromCharCode(0x07);
const oneByteStart = String.fromCharCode(0x9b);

const escapeSequence = new RegExp(
  [
    // Titles, links, shell integration.
    `${esc}\\][^${bell}${esc}]*(?:${bell}|${esc}\\\\)?`,
    // Colours, movements.
    `(?:${esc}\\[|${oneByteStart})[0-?]*[ -/]*[@-~]`,
    // Strings for the terminal itself.
    `${esc}[PX^_][^${esc}]*(?:${esc}\\\\)?`,
    `${esc}[ -/]*[0-~]`,
  ].join('|'),
  'g',
);

/** Carriage returns write over what is there, backspaces go back. */
function readLine(line: string): string {
  const written: string[] = [];
  for (const part of line.split('\r')) {
    for (const [column, character] of backspaced(part).entries()) written[column] = character;
  }
  return written
    .join('')
    .replace(/(?!\t)\p{Cc}/gu, '')
    .trimEnd();
}

function backspaced(part: string): readonly string[] {
  const characters: string[] = [];
  for (const character of part) {
    if (character === '\b') characters.pop();
    else characters.push(character);
  }
  return characters;
}
