// ruleid: any-of-parcel
import org.parcel.Box
// ruleid: any-of-parcel
import org.parcel.rates.Table.api._
// ok: any-of-parcel
import org.parcels.Box
