/** Returns the action of a key; undefined where a field has its own undo. */
export function undoKey(event: KeyboardEvent): 'undo' | 'redo' | undefined {
  const [target] = event.composedPath()
  const writes =
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLInputElement && !['range', 'checkbox', 'radio'].includes(target.type))
  if (writes || !(event.ctrlKey || event.metaKey) || event.altKey) return undefined
  const key = event.key.toLowerCase()
  if (key === 'y' || (key === 'z' && event.shiftKey)) return 'redo'
  return key === 'z' ? 'undo' : undefined
}
