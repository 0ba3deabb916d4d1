import { liveApi } from '../../../../proto/api/live.ts'
import { decide } from '../../../account/policy.ts'
import { accountOf, type Principal } from '../../../account/principal.ts'
import type { BroadcastInput } from '../../../live/broadcast-state.ts'
import type { LiveRoomRecord } from '../../../store/query/live-room.ts'
import type { Access } from '../../auth/authorize.ts'
import { type Call, defineRoutes } from '../../define-routes.ts'
import type { Route } from '../../route.ts'
import { withUpload } from '../upload.ts'
import { type LiveRouteParts, personOf, requireLive, viewOf } from './view.ts'

const mostListed = 100

const directed: Access = { action: 'direct', live: 'id' }

/** Returns the routes of `/api/live`: the live rooms and their broadcasts. */
export function liveRoutes(parts: LiveRouteParts): readonly Route[] {
  const { rooms, presence } = parts.live
  const show = (room: LiveRoomRecord, { principal }: Pick<Call<never>, 'principal'>) =>
    viewOf(room, principal, parts)
  const stateOf = ({ params }: { readonly params: { readonly id: string } }) =>
    rooms.find(params.id)
  const stepBy = (input: BroadcastInput) => ({
    access: directed,
    audit: stateOf,
    handle: async (call: Call<(typeof liveApi)['POST /api/live/:id/start']>) =>
      show(await rooms.step(call.params.id, input), call),
  })
  return defineRoutes(liveApi, {
    'GET /api/live': {
      access: 'public',
      handle: (call) => {
        requireLive(parts)
        const { page, next } = pageOf(call, parts)
        return { rooms: page.map((room) => show(room, call)), next }
      },
    },
    'POST /api/live': {
      access: 'host',
      audit: (_, made) => made,
      handle: async (call) => show(await create(call, parts), call),
    },
    'GET /api/live/:id': {
      access: { action: 'read', live: 'id' },
      handle: (call) => show(rooms.get(call.params.id), call),
    },
    'PATCH /api/live/:id': {
      access: directed,
      audit: stateOf,
      handle: async (call) => {
        const change = changeOf(await withCover(call, parts))
        return show(await rooms.change(call.params.id, change), call)
      },
    },
    'POST /api/live/:id/broadcasts': {
      access: directed,
      audit: stateOf,
      handle: async (call) => {
        const title = await withCover(call, parts)
        return show(await rooms.beginNext(call.params.id, title), call)
      },
    },
    // A broadcast starts without video: the host stands for its publisher.
    'POST /api/live/:id/start': stepBy('published'),
    'POST /api/live/:id/pause': stepBy('pause'),
    'POST /api/live/:id/resume': stepBy('resume'),
    'POST /api/live/:id/end': stepBy('end'),
    'GET /api/live/:id/viewers': {
      access: { action: 'read', live: 'id' },
      handle: ({ params: { id } }) => ({
        ...presence.figures(id),
        accounts: presence.people(id, mostListed),
      }),
    },
  })
}

type Listing = Pick<Call<(typeof liveApi)['GET /api/live']>, 'query' | 'principal'>

function pageOf({ query, principal }: Listing, { live, rooms }: LiveRouteParts) {
  const { cursor = '', limit, state, host } = query
  const own = accountOf(principal)
  const rest = live.rooms
    .list()
    .filter(
      (room) =>
        (state === undefined || room.broadcast.state.code === state) &&
        placeOf(room) > cursor &&
        (host === 'me'
          ? room.host === own
          : decide(principal, 'list', rooms.find(`live:${room.slug}`)).allowed),
    )
    .toSorted((a, b) => compare(placeOf(a), placeOf(b)))
  const page = rest.slice(0, limit)
  const last = page.at(-1)
  return { page, next: last && rest.length > limit ? placeOf(last) : undefined }
}

type Creation = Pick<Call<(typeof liveApi)['POST /api/live']>, 'body' | 'principal'>

async function create(call: Creation, parts: LiveRouteParts): Promise<LiveRoomRecord> {
  requireLive(parts)
  const { id: slug, ...wanted } = await withCover(call, parts)
  const host = personOf(call.principal, parts).id
  return parts.live.rooms.create({ ...wanted, slug, host })
}

function withCover<B extends { readonly cover?: string | null | undefined }>(
  { body, principal }: { readonly body: B; readonly principal: Principal },
  parts: LiveRouteParts,
): Promise<B> {
  return withUpload(body, 'cover', { principal, kind: 'cover' }, parts)
}

type Changes = Call<(typeof liveApi)['PATCH /api/live/:id']>['body']

function changeOf({ title, cover, visibility, rules }: Changes) {
  return (room: LiveRoomRecord): LiveRoomRecord => ({
    ...room,
    visibility: visibility ?? room.visibility,
    rules: { ...room.rules, ...defined(rules ?? {}) },
    broadcast: {
      ...room.broadcast,
      title: title ?? room.broadcast.title,
      cover: cover === undefined ? room.broadcast.cover : (cover ?? undefined),
    },
  })
}

/** Returns an object without its undefined fields. */
function defined<T extends object>(given: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const named = Object.entries(given).filter(([, value]) => value !== undefined)
  return Object.fromEntries(named) as { [K in keyof T]: Exclude<T[K], undefined> } // only filtered
}

const order = { 1: 'a', 2: 'b', 0: 'c', 3: 'd' } as const

/** Returns the place of a room in the list, as text: those that are live first, then the newest. */
function placeOf({ slug, broadcast: { state, createdAt } }: LiveRoomRecord): string {
  const newestFirst = String(Number.MAX_SAFE_INTEGER - createdAt).padStart(16, '0')
  return `${order[state.code]}.${newestFirst}.${slug}`
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
