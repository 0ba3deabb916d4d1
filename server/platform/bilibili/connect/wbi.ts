import { Forbidden } from '../../errors.ts'
import { fieldsOf, textOf } from '../../json/field.ts'
import type { BilibiliIo } from './profile.ts'
import { ask, isRiskControl, riskControl } from './site.ts'

type Parameters = Readonly<Record<string, string>>

/** The two keys of the day. The site sends them as the names of pictures, which do not exist. */
interface WbiKeys {
  readonly imgKey: string
  readonly subKey: string
}

/**
 * Signs the parameters of a request.
 *
 * @throws Forbidden without a signer; RiskControl
 */
export async function signed(
  parameters: Parameters,
  cookie: string,
  io: BilibiliIo,
): Promise<Parameters> {
  if (!io.sign) {
    const code = 'unsigned'
    throw new Forbidden('requests to Bilibili must be signed, and there is no signer', { code })
  }
  const keys = await fetchKeys(cookie, io)
  const dated = { ...parameters, wts: String(Math.floor(io.now() / 1000)) }
  const signature = await io.sign('bilibili-wbi', { ...dated, ...keys })
  return { ...dated, ...signature }
}

/** Requests the keys; a guest receives `-101` (not logged in) with the keys. */
async function fetchKeys(cookie: string, io: BilibiliIo): Promise<WbiKeys> {
  const answer = await ask({ base: 'api', path: io.profile.keysPath, cookie }, io)
  const images = fieldsOf<'img_url' | 'sub_url'>(fieldsOf<'wbi_img'>(answer.data).wbi_img)
  const [imgKey, subKey] = [keyIn(images.img_url), keyIn(images.sub_url)]
  if (imgKey !== undefined && subKey !== undefined) return { imgKey, subKey }
  throw isRiskControl(answer) ? riskControl() : new Error('no keys in the answer')
}

function keyIn(address: unknown): string | undefined {
  return /\/([0-9a-f]{32})\.\w+$/.exec(textOf(address) ?? '')?.[1]
}
