import type { Context } from 'hono'
import type { Endpoint } from '../../proto/api/endpoint.ts'
import type { Principal } from '../account/principal.ts'
import type { Access } from './auth/authorize.ts'
import type { Connection } from './connection.ts'
import type { Upgrade } from './socket/stream-socket.ts'

/** The variables and bindings in the context of a handler. */
export interface HttpEnv {
  Variables: {
    requestId: string
    principal: Principal
    shared: boolean
    /** The change that a request has made, for the audit log. */
    change?: { readonly before: unknown; readonly after: unknown }
  }
  Bindings: {
    /** Absent if `app.fetch(request)` was called without a connection. */
    connection?: Connection
    /** Present in a WebSocket handshake. */
    upgrade?: Upgrade
  }
}

/** Returns true if a request is known to have come over TLS. */
export function isSecure(c: Context<HttpEnv>): boolean {
  return c.req.url.startsWith('https:') || (c.env?.connection?.secure ?? false)
}

/** The rules of a route: who may call it, and how. */
export interface RouteRules {
  readonly access: Access
  /** Pages of any site may call the route and read the answer, without cookies: CORS. */
  readonly shared?: true
  /** True also accepts a `?ticket=`, and spends it. */
  readonly tickets?: true
  /** True also answers WebSocket handshakes, which count as streams; other routes refuse them. */
  readonly socket?: true
  /** True ignores the credentials of the request: every caller is anonymous. */
  readonly anonymous?: true
  /** The size of the largest body; 64 KiB if absent. */
  readonly maxBodyBytes?: number
  /** True if the route reads the body itself, within a bound of its own. */
  readonly readsBody?: true
  /** True for built files and the like: it opens no room, so pages of any site may load it. */
  readonly file?: true
}

/** One line of the route table. A route without an access rule prevents the start. */
export interface Route extends RouteRules {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** The path in the syntax of Hono; parameters cannot contain a slash. */
  readonly path: string
  /** `change` adds changes to the audit log. A route that can change something has the rule. */
  readonly audit?: 'change' | 'none'
  /** The contract, as in `/openapi.json`; pages and files have none. */
  readonly doc?: Endpoint
  readonly handle: (c: Context<HttpEnv>) => Response | Promise<Response>
}
