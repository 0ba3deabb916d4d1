import { doctorApi } from '../../../proto/api/doctor.ts'
import type { ProblemCode } from '../../../proto/feed/index.ts'
import type { Declined, Doctor } from '../../doctor/doctor.ts'
import { defineRoutes } from '../define-routes.ts'
import { Problem } from '../problem.ts'
import type { Route } from '../route.ts'

const codes: Readonly<Record<Declined['declined'], ProblemCode>> = {
  malformed: 'bad-request',
  unknown: 'bad-request',
  busy: 'too-many-requests',
}

// The usual duration of an examination.
const busyMs = 10_000

/** Returns the routes of `/api/doctor`, which finds why a room is not received. For the owner only. */
export function doctorRoutes({ doctor }: { readonly doctor: Doctor }): readonly Route[] {
  return defineRoutes(doctorApi, {
    'POST /api/doctor': {
      access: 'administer',
      audit: 'none', // reads a source, and keeps its report for a while
      handle: ({ body }) => {
        const begun = doctor.begin(body.room)
        if ('report' in begun) return begun.report
        const { declined, reason } = begun
        const options = declined === 'busy' ? { afterMs: busyMs } : {}
        throw new Problem(codes[declined], reason, options)
      },
    },
    'GET /api/doctor': {
      access: 'administer',
      handle: () => ({ reports: doctor.list() }),
    },
    'GET /api/doctor/:id': {
      access: 'administer',
      handle: ({ params }) => {
        const found = doctor.find(params.id)
        if (!found) throw new Problem('not-found', 'there is no such report any more')
        return found
      },
    },
  })
}
