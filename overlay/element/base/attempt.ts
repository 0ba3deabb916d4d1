/**
 * Runs code that shows events. An error is reported on the console, because an event of another
 * relay may have values of types that the contract does not allow.
 *
 * @returns false after an error.
 */
export function attempt(show: () => void): boolean {
  try {
    show()
    return true
  } catch (error) {
    // oxlint-disable-next-line no-console -- addressed to the developer of the page
    console.error(error)
    return false
  }
}
