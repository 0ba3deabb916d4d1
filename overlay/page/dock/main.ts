import './dock-app/dock-app.ts'
import { wearScheme } from '../scheme.ts'

wearScheme()
