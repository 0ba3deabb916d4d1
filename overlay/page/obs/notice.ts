const notice = document.createElement('p')
notice.className = 'notice'

/** Shows remarks on the picture; nothing if there are none. */
export function showNotice(remarks: readonly string[]): void {
  notice.textContent = remarks.join(' · ')
  if (remarks.length > 0) document.body.append(notice)
  else notice.remove()
}
