/**
 * Sends a notification, or not, where the other side has gone: whoever owns the connection is told of that by its
 * closing, and a rejection that nobody awaits would end the process.
 *
 * @param send may reject, or throw.
 */
export async function notify(send: () => Promise<void>): Promise<void> {
  try {
    await send();
  } catch {
    // The connection has closed.
  }
}
