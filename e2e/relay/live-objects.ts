import { expect } from 'vitest'
import { askAs } from '../kit/ask.ts'
import type { OwnedServer, Person } from '../kit/person.ts'
import { until } from '../kit/wait.ts'

/** A live room to be made. */
interface LiveRoom {
  readonly id: string
  readonly title: string
  readonly visibility: 'public' | 'private'
}

/** The live rooms of a server, and what is in them. */
export interface LiveObjects {
  /** Makes a live room whose ban, member and blocked word hold the marker; its comment is the title. */
  readonly make: (host: Person, room: LiveRoom) => Promise<void>
  /** Returns the private live room of an account. */
  readonly ownOf: (person: Person) => Promise<string>
  /** Returns a comment of a room that was not withdrawn, in a broadcast that has not ended. */
  readonly commentIn: (room: string) => Promise<string>
  /** Notes that the comment of a room was withdrawn. */
  readonly withdrawn: (room: string) => void
}

/** Returns the live rooms of a server, without any; the texts that are hidden from others are a marker. */
export function createLiveObjects(
  { url, token }: OwnedServer,
  marker: string,
  member: Person,
): LiveObjects {
  const ownRooms = new Map<string, string>()
  const titles = new Map<string, string>()
  const comments = new Map<string, string>()
  const owner = (method: string, path: string, body?: object) =>
    askAs(token, `${url}${path}`, { method, body })
  const make: LiveObjects['make'] = async (host, room) => {
    const headers = { ...host.headers, 'content-type': 'application/json' }
    const init = { method: 'POST', headers, body: JSON.stringify(room) }
    expect((await fetch(`${url}/api/live`, init)).status).toBe(201)
    const path = `/api/live/${room.id}`
    await owner('PATCH', path, { rules: { beforeStart: true, blockedWords: [marker] } })
    await owner('PUT', `${path}/bans/${member.id}`, { reason: marker })
    await owner('PUT', `${path}/members/${member.id}`)
    await owner('POST', `${path}/comments`, { text: room.title })
    titles.set(room.id, room.title)
    const events = `/rooms/live:${room.id}/events`
    await until(async () => JSON.stringify(await owner('GET', events)).includes('"chat"'))
  }
  return {
    make,
    ownOf: async (person) => {
      const id = ownRooms.get(person.id) ?? `own-${ownRooms.size}`
      const isNew = !ownRooms.has(person.id)
      ownRooms.set(person.id, id)
      if (isNew) await make(person, { id, title: marker, visibility: 'private' })
      return id
    },
    commentIn: async (room) => {
      const there = comments.get(room)
      if (there !== undefined) return there
      const title = titles.get(room)
      await owner('POST', `/api/live/${room}/broadcasts`, { title })
      const { answer } = await owner('POST', `/api/live/${room}/comments`, { text: title })
      const id = String(answer['id'])
      comments.set(room, id)
      return id
    },
    withdrawn: (room) => void comments.delete(room),
  }
}
