type Fetch = (url: string, init?: RequestInit) => Promise<Response>

/**
 * Fetches, but no more than so much: a body that goes on breaks off with the code `BODY_TOO_LONG`.
 * What counts is what is read of it, unpacked, because a few kilobytes may unpack to gigabytes.
 */
export function boundedFetch(fetch: Fetch, maxBytes: number): Fetch {
  return async (url, init) => {
    const response = await fetch(url, init)
    if (!response.body) return response
    const { status, statusText, headers } = response
    return new Response(response.body.pipeThrough(bounded(maxBytes)), {
      status,
      statusText,
      headers,
    })
  }
}

function bounded(maxBytes: number): TransformStream<Uint8Array<ArrayBuffer>> {
  let left = maxBytes
  return new TransformStream({
    transform: (chunk, controller) => {
      left -= chunk.length
      if (left >= 0) return controller.enqueue(chunk)
      const tooLong = new Error(`an answer of more than ${maxBytes} bytes`)
      controller.error(Object.assign(tooLong, { code: 'BODY_TOO_LONG' }))
    },
  })
}
