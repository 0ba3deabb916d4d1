import './studio-app/studio-app.ts'
import { wearScheme } from '../scheme.ts'

wearScheme()
