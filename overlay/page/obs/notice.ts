const note = document.createElement('p')
note.className = 'note'

/** Says something on the picture; nothing if there is nothing to say. */
export function showNotice(remarks: readonly string[]): void {
  note.textContent = remarks.join(' · ')
  if (remarks.length > 0) document.body.append(note)
  else note.remove()
}
