/** A change of a lottery that its state does not allow. */
export class LotteryState extends Error {
  override readonly name = 'LotteryState'
}

/** A lottery that does not exist. */
export class NoSuchLottery extends Error {
  override readonly name = 'NoSuchLottery'
}
