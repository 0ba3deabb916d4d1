import { HttpsProxyAgent } from 'https-proxy-agent'
import { fetch as undiciFetch, ProxyAgent } from 'undici'
import { boundedFetch } from './bounded-fetch.ts'
import { createDial, dialNode } from './dial-node.ts'
import type { Dial } from './dial.ts'

/** The transport of outgoing requests and sockets. Responses are bounded. */
export interface Transport {
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>
  readonly dial: Dial
}

// The pages of live rooms have two megabytes at most.
const maxAnswerBytes = 4 * 1024 * 1024

/** The transport without a proxy. */
export const direct: Transport = {
  fetch: boundedFetch((url, init) => fetch(url, init), maxAnswerBytes),
  dial: dialNode,
}

/**
 * Returns a transport through an HTTP proxy, by CONNECT: the proxy sees names and ports, and of
 * encrypted traffic nothing else.
 *
 * @param proxy - `http://` or `https://`, with a user and a password if it requires them.
 */
export function viaProxy(proxy: string): Transport {
  const dispatcher = new ProxyAgent({ uri: proxy, proxyTunnel: true })
  return {
    fetch: boundedFetch(async (url, init) => {
      // The same web standard, typed twice: Node's own fetch accepts only dispatchers of its own
      // copy.
      const options = { ...init, dispatcher } as Parameters<typeof undiciFetch>[1]
      const response: unknown = await undiciFetch(url, options)
      return response as Response
    }, maxAnswerBytes),
    dial: createDial(new HttpsProxyAgent(proxy)),
  }
}
