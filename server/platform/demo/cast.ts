import type { User } from '../../../proto/feed/index.ts'
import { between, type Random } from '../../lib/random.ts'
import { recordedNames } from './recorded/name.ts'

const topLevel = 45
const fanClub = '星光'

/**
 * Creates the viewers of a demo room: the same names in every room, with random levels and badges.
 */
export function createCast(random: Random): readonly User[] {
  return recordedNames.map((name, index) => {
    const fan = random() < 0.4
    return {
      id: `demo:viewer-${index + 1}`,
      name,
      // Squared, because there are few high levels and many low ones.
      level: 1 + Math.floor(random() ** 2 * topLevel),
      ...(fan && { fan: { name: fanClub, level: between(random, 1, 20), own: true } }),
      ...(index % 40 === 0 && { roles: ['admin'] }),
      ...(index % 30 === 1 && { guard: 3 as const }),
    }
  })
}
