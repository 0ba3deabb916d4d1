/** A gift in the demo rooms. */
export interface RecordedGift {
  readonly name: string
  /** The price of one. */
  readonly diamonds: number
  /** The frequency relative to the others. */
  readonly weight: number
}

/**
 * Gifts of a recorded Douyin broadcast of 2026-04-25: xhynice/DouyinBarrage at f0dcec5, MIT (see
 * THIRD_PARTY_LICENSES.txt beside this file). Weights are square roots of the recorded frequency,
 * so that rare gifts are seen within minutes; that of the two club badges is lowered further.
 */
export const recordedGifts: readonly RecordedGift[] = [
  { name: '小心心', diamonds: 1, weight: 29 },
  { name: '为你闪耀', diamonds: 9, weight: 23 },
  { name: '粉丝团灯牌', diamonds: 1, weight: 20 },
  { name: '点亮粉丝团', diamonds: 1, weight: 16 },
  { name: '人气票', diamonds: 1, weight: 14 },
  { name: '你最好看', diamonds: 2, weight: 11 },
  { name: '星光闪耀', diamonds: 9, weight: 11 },
  { name: '大啤酒', diamonds: 2, weight: 11 },
  { name: '为你打call', diamonds: 1, weight: 7 },
  { name: '玫瑰', diamonds: 1, weight: 6 },
  { name: '666', diamonds: 1, weight: 5 },
  { name: '棒棒糖', diamonds: 9, weight: 4 },
  { name: '点点星光', diamonds: 1, weight: 4 },
  { name: '鲜花', diamonds: 10, weight: 3 },
  { name: '加油鸭', diamonds: 15, weight: 3 },
  { name: '真的爱你', diamonds: 520, weight: 2 },
  { name: '爱你哟', diamonds: 52, weight: 2 },
  { name: '小皇冠', diamonds: 10, weight: 2 },
  { name: '荧光律动', diamonds: 99, weight: 2 },
  { name: '比心', diamonds: 199, weight: 1 },
  { name: '比心兔兔', diamonds: 299, weight: 1 },
  { name: '万象烟花', diamonds: 688, weight: 1 },
  { name: '为你加冕', diamonds: 1000, weight: 1 },
  { name: '跑车', diamonds: 1200, weight: 1 },
  { name: '头号玩家', diamonds: 3500, weight: 1 },
]
