import { z } from 'zod'

/** HTTP proxies by platform. */
export const proxySettings = z.partialRecord(
  z.enum(['bilibili', 'bilibili-open', 'douyin', 'feed']),
  z.url({ protocol: /^https?$/, error: 'must hold http:// or https:// addresses' }),
)
