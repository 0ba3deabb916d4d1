/** Returns 32 random bytes in base64url: a secret that cannot be guessed. */
export function randomToken(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(32)))
}

/** Returns a short random name, unique for all practical purposes: 12 bytes in base64url. */
export function randomName(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(12)))
}

function base64url(bytes: Uint8Array): string {
  const text = btoa(String.fromCharCode(...bytes))
  return text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}
