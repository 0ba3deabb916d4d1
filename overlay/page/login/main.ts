import './login-form/login-form.ts'
import { wearScheme } from '../scheme.ts'

wearScheme()
