/** A line as a command: padded, in capitals or in full-width letters, it is the same word. */
export function commandOf(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase()
}
