/** Returns the names in a list of overlays. */
export function namesIn(body: unknown): readonly string[] {
  if (typeof body !== 'object' || body === null || !('overlays' in body)) return []
  const { overlays } = body
  return Array.isArray(overlays) ? overlays.flatMap(nameIn) : []
}

function nameIn(overlay: unknown): readonly string[] {
  if (typeof overlay !== 'object' || overlay === null || !('name' in overlay)) return []
  return typeof overlay.name === 'string' ? [overlay.name] : []
}
