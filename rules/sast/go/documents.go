//go:build ignore

package documents

import (
	"encoding/json"
	"net/http"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/mongo"
)

type search struct {
	Owner string `json:"owner"`
}

func list(coll *mongo.Collection, r *http.Request) {
	var filter map[string]any
	if err := json.NewDecoder(r.Body).Decode(&filter); err != nil {
		return
	}
	// ruleid: nosql-injection
	coll.Find(r.Context(), bson.M(filter))
	// ruleid: nosql-injection
	coll.DeleteMany(r.Context(), filter)
}

func find(coll *mongo.Collection, r *http.Request) {
	var s search
	if err := json.NewDecoder(r.Body).Decode(&s); err != nil {
		return
	}
	// ok: nosql-injection
	coll.Find(r.Context(), bson.M{"owner": s.Owner})
}
