type Fetch = (url: string, init?: RequestInit) => Promise<Response>

/**
 * Returns a fetch with a limit: a longer body ends with the error code `BODY_TOO_LONG`. The limit
 * counts the bytes that are read, unpacked, because a few kilobytes may unpack to gigabytes.
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
