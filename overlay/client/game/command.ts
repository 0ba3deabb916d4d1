/** Returns a line as a command: without padding, in lower case and in half-width letters. */
export function commandOf(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase()
}
