/**
 * Returns true if the client has the answer with this ETag already, by its `If-None-Match`. A proxy that
 * compresses an answer makes its ETag weak, and the comparison allows that.
 */
export function isKnownEtag(ifNoneMatch: string | undefined, etag: string): boolean {
  const known = (ifNoneMatch ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''))
  return known.includes(etag)
}
