const note = document.createElement('p')
note.className = 'note'

/** Shows remarks on the picture; nothing if there are none. */
export function showNotice(remarks: readonly string[]): void {
  note.textContent = remarks.join(' · ')
  if (remarks.length > 0) document.body.append(note)
  else note.remove()
}
