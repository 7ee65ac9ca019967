// The sources of the module ReleaseDescription and of what it imports, part of the tool: a compiled module is bound to
// one compiler, so the tool compiles them with the one that compiles rel/Release.swift. A new source file of either
// module is added here; only what codes JSON as other types is left out, for time's sake.

#include "CDescription.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char JSONError[] = {
#embed "../JSONValues/JSONError.swift"
};
static const unsigned char JSONLimits[] = {
#embed "../JSONValues/JSONLimits.swift"
};
static const unsigned char JSONObject[] = {
#embed "../JSONValues/JSONObject.swift"
};
static const unsigned char JSONParser_Errors[] = {
#embed "../JSONValues/JSONParser+Errors.swift"
};
static const unsigned char JSONParser_Numbers[] = {
#embed "../JSONValues/JSONParser+Numbers.swift"
};
static const unsigned char JSONParser_Strings[] = {
#embed "../JSONValues/JSONParser+Strings.swift"
};
static const unsigned char JSONParser[] = {
#embed "../JSONValues/JSONParser.swift"
};
static const unsigned char JSONScalar[] = {
#embed "../JSONValues/JSONScalar.swift"
};
static const unsigned char JSONValue_Literals[] = {
#embed "../JSONValues/JSONValue+Literals.swift"
};
static const unsigned char JSONValue_Parsing[] = {
#embed "../JSONValues/JSONValue+Parsing.swift"
};
static const unsigned char JSONValue[] = {
#embed "../JSONValues/JSONValue.swift"
};
static const unsigned char JSONWriter[] = {
#embed "../JSONValues/JSONWriter.swift"
};
static const unsigned char UTF8Validation[] = {
#embed "../JSONValues/UTF8Validation.swift"
};
static const unsigned char ManifestAnswers[] = {
#embed "../ReleaseDescription/ManifestAnswers.swift"
};
static const unsigned char Provider[] = {
#embed "../ReleaseDescription/Provider.swift"
};
static const unsigned char Release[] = {
#embed "../ReleaseDescription/Release.swift"
};
static const unsigned char Release_JSON[] = {
#embed "../ReleaseDescription/Release+JSON.swift"
};
static const unsigned char ReleaseApplication[] = {
#embed "../ReleaseDescription/ReleaseApplication.swift"
};
static const unsigned char ReleaseBuild[] = {
#embed "../ReleaseDescription/ReleaseBuild.swift"
};
static const unsigned char ReleaseBuild_JSON[] = {
#embed "../ReleaseDescription/ReleaseBuild+JSON.swift"
};
static const unsigned char ReleaseManifest[] = {
#embed "../ReleaseDescription/ReleaseManifest.swift"
};
static const unsigned char ReleaseSettings[] = {
#embed "../ReleaseDescription/ReleaseSettings.swift"
};
static const unsigned char ReleaseVersion[] = {
#embed "../ReleaseDescription/ReleaseVersion.swift"
};
static const unsigned char Releases[] = {
#embed "../ReleaseDescription/Releases.swift"
};
static const unsigned char Step[] = {
#embed "../ReleaseDescription/Step.swift"
};

static const struct description_source description_sources[] = {
    {"JSONValues", "JSONError.swift", JSONError, sizeof(JSONError)},
    {"JSONValues", "JSONLimits.swift", JSONLimits, sizeof(JSONLimits)},
    {"JSONValues", "JSONObject.swift", JSONObject, sizeof(JSONObject)},
    {"JSONValues", "JSONParser+Errors.swift", JSONParser_Errors, sizeof(JSONParser_Errors)},
    {"JSONValues", "JSONParser+Numbers.swift", JSONParser_Numbers, sizeof(JSONParser_Numbers)},
    {"JSONValues", "JSONParser+Strings.swift", JSONParser_Strings, sizeof(JSONParser_Strings)},
    {"JSONValues", "JSONParser.swift", JSONParser, sizeof(JSONParser)},
    {"JSONValues", "JSONScalar.swift", JSONScalar, sizeof(JSONScalar)},
    {"JSONValues", "JSONValue+Literals.swift", JSONValue_Literals, sizeof(JSONValue_Literals)},
    {"JSONValues", "JSONValue+Parsing.swift", JSONValue_Parsing, sizeof(JSONValue_Parsing)},
    {"JSONValues", "JSONValue.swift", JSONValue, sizeof(JSONValue)},
    {"JSONValues", "JSONWriter.swift", JSONWriter, sizeof(JSONWriter)},
    {"JSONValues", "UTF8Validation.swift", UTF8Validation, sizeof(UTF8Validation)},
    {"ReleaseDescription", "ManifestAnswers.swift", ManifestAnswers, sizeof(ManifestAnswers)},
    {"ReleaseDescription", "Provider.swift", Provider, sizeof(Provider)},
    {"ReleaseDescription", "Release.swift", Release, sizeof(Release)},
    {"ReleaseDescription", "Release+JSON.swift", Release_JSON, sizeof(Release_JSON)},
    {"ReleaseDescription", "ReleaseApplication.swift", ReleaseApplication, sizeof(ReleaseApplication)},
    {"ReleaseDescription", "ReleaseBuild.swift", ReleaseBuild, sizeof(ReleaseBuild)},
    {"ReleaseDescription", "ReleaseBuild+JSON.swift", ReleaseBuild_JSON, sizeof(ReleaseBuild_JSON)},
    {"ReleaseDescription", "ReleaseManifest.swift", ReleaseManifest, sizeof(ReleaseManifest)},
    {"ReleaseDescription", "ReleaseSettings.swift", ReleaseSettings, sizeof(ReleaseSettings)},
    {"ReleaseDescription", "ReleaseVersion.swift", ReleaseVersion, sizeof(ReleaseVersion)},
    {"ReleaseDescription", "Releases.swift", Releases, sizeof(Releases)},
    {"ReleaseDescription", "Step.swift", Step, sizeof(Step)},
};

const unsigned long description_source_count = sizeof(description_sources) / sizeof(description_sources[0]);

const struct description_source *_Nonnull description_source_at(unsigned long index) {
    return &description_sources[index];
}
