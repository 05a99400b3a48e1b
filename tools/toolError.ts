/** An expected failure of a development tool: its sentence names the thing and says what to do. */
export class ToolError extends Error {
  override readonly name = 'ToolError';
}
