//! The list of all rules, each with its name.
//!
//! The name is what people read in reports and write into lists of accepted changes. It never changes. The rules are
//! grouped by what they are about.
//!
//! Nothing comes in. [`classify`](crate::classify) says for each rule how much its changes matter and what their
//! sentence is, and [`RuleId`](super::RuleId) adds to a rule whose schema it is about.

macro_rules! rules {
    ($($(#[$about:meta])* $subject:ident { $($rule:ident = $name:literal,)* })*) => {
        /// What a rule is about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Subject { $($(#[$about])* $subject,)* }

        /// A rule. A rule about a keyword of schemas stands for several [`RuleId`](super::RuleId)s.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) enum Rule { $($($rule,)*)* }

        impl Rule {
            /// Every rule, in the order of this list.
            pub(crate) const ALL: &[Self] = &[$($(Self::$rule,)*)*];

            /// The name in reports; for a rule about a keyword of schemas, without the owner of the schema.
            pub(crate) const fn as_str(self) -> &'static str {
                match self { $($(Self::$rule => $name,)*)* }
            }

            /// What the rule is about.
            pub(crate) const fn subject(self) -> Subject {
                match self { $($(Self::$rule => Subject::$subject,)*)* }
            }
        }
    };
}

rules! {
    /// Operations, callbacks and paths.
    Operation {
        ApiRemovedWithoutDeprecation = "api-removed-without-deprecation",
        ApiRemovedWithDeprecation = "api-removed-with-deprecation",
        EndpointMoved = "endpoint-moved",
        EndpointAdded = "endpoint-added",
        EndpointDeprecated = "endpoint-deprecated",
        EndpointReactivated = "endpoint-reactivated",
        ApiOperationIdChanged = "api-operation-id-changed",
        ApiOperationIdGivenToAnother = "api-operation-id-given-to-another",
        ApiOperationIdSpellingChanged = "api-operation-id-spelling-changed",
        ApiOperationIdRemoved = "api-operation-id-removed",
        ApiOperationIdAdded = "api-operation-id-added",
        PathParameterRenamed = "path-parameter-renamed",
        CallbackAdded = "callback-added",
        CallbackRemoved = "callback-removed",
    }
    /// Parameters, headers, bodies and properties of requests.
    Request {
        RequestParameterRemoved = "request-parameter-removed",
        RequestParameterMoved = "request-parameter-moved",
        NewRequiredRequestParameter = "new-required-request-parameter",
        NewRequestPathParameter = "new-request-path-parameter",
        NewOptionalRequestParameter = "new-optional-request-parameter",
        RequestParameterBecameRequired = "request-parameter-became-required",
        RequestParameterBecameOptional = "request-parameter-became-optional",
        RequestParameterDeprecated = "request-parameter-deprecated",
        RequestParameterReactivated = "request-parameter-reactivated",
        NewRequiredRequestHeader = "new-required-request-header",
        NewOptionalRequestHeader = "new-optional-request-header",
        RequestBodyAddedRequired = "request-body-added-required",
        RequestBodyAddedOptional = "request-body-added-optional",
        RequestBodyRemoved = "request-body-removed",
        RequestBodyBecameRequired = "request-body-became-required",
        RequestBodyBecameOptional = "request-body-became-optional",
        RequestBodyMediaTypeAdded = "request-body-media-type-added",
        RequestBodyMediaTypeRemoved = "request-body-media-type-removed",
        RequestBodyMediaTypeSentChanged = "request-body-media-type-sent-changed",
        NewRequiredRequestProperty = "new-required-request-property",
        NewOptionalRequestProperty = "new-optional-request-property",
        RequestPropertyAddedUnlikeDescribedRest = "request-property-added-unlike-described-rest",
        RequestPropertyRemoved = "request-property-removed",
        RequestPropertyBecameRequired = "request-property-became-required",
        RequestPropertyBecameOptional = "request-property-became-optional",
        RequestRequiredPropertyBecameReadOnly = "request-required-property-became-read-only",
        RequestOptionalPropertyBecameReadOnly = "request-optional-property-became-read-only",
        RequestRequiredPropertyBecameNotReadOnly = "request-required-property-became-not-read-only",
        RequestOptionalPropertyBecameNotReadOnly = "request-optional-property-became-not-read-only",
        RequestRequiredPropertyBecameWriteOnly = "request-required-property-became-write-only",
        RequestOptionalPropertyBecameWriteOnly = "request-optional-property-became-write-only",
        RequestRequiredPropertyBecameNotWriteOnly = "request-required-property-became-not-write-only",
        RequestOptionalPropertyBecameNotWriteOnly = "request-optional-property-became-not-write-only",
        RequiredReadOnlyRequestPropertyAdded = "required-read-only-request-property-added",
        ReadOnlyRequestPropertyBecameRequired = "read-only-request-property-became-required",
    }
    /// Statuses, headers, bodies and properties of responses.
    Response {
        ResponseHeaderAdded = "response-header-added",
        RequiredResponseHeaderRemoved = "required-response-header-removed",
        OptionalResponseHeaderRemoved = "optional-response-header-removed",
        ResponseHeaderBecameRequired = "response-header-became-required",
        ResponseHeaderBecameOptional = "response-header-became-optional",
        ResponseHeaderDeprecated = "response-header-deprecated",
        ResponseHeaderReactivated = "response-header-reactivated",
        ResponseSuccessStatusAdded = "response-success-status-added",
        ResponseSuccessStatusRemoved = "response-success-status-removed",
        ResponseNonSuccessStatusAdded = "response-non-success-status-added",
        ResponseNonSuccessStatusRemoved = "response-non-success-status-removed",
        ResponseStatusesNarrowed = "response-statuses-narrowed",
        ResponseStatusDescribedByAnother = "response-status-described-by-another",
        ResponseBodyAdded = "response-body-added",
        ResponseMediaTypeAdded = "response-media-type-added",
        ResponseMediaTypeRemoved = "response-media-type-removed",
        ResponseMediaTypeAskedForChanged = "response-media-type-asked-for-changed",
        ResponseRequiredPropertyAdded = "response-required-property-added",
        ResponseOptionalPropertyAdded = "response-optional-property-added",
        ResponsePropertyAddedToClosedObject = "response-property-added-to-closed-object",
        ResponseRequiredPropertyRemoved = "response-required-property-removed",
        ResponseOptionalPropertyRemoved = "response-optional-property-removed",
        ResponsePropertyBecameRequired = "response-property-became-required",
        ResponsePropertyBecameOptional = "response-property-became-optional",
        ResponseRequiredPropertyBecameReadOnly = "response-required-property-became-read-only",
        ResponseOptionalPropertyBecameReadOnly = "response-optional-property-became-read-only",
        ResponseRequiredPropertyBecameNotReadOnly = "response-required-property-became-not-read-only",
        ResponseOptionalPropertyBecameNotReadOnly = "response-optional-property-became-not-read-only",
        ResponseRequiredPropertyBecameWriteOnly = "response-required-property-became-write-only",
        ResponseOptionalPropertyBecameWriteOnly = "response-optional-property-became-write-only",
        ResponseRequiredPropertyBecameNotWriteOnly = "response-required-property-became-not-write-only",
        ResponseOptionalPropertyBecameNotWriteOnly = "response-optional-property-became-not-write-only",
    }
    /// How values are written into a message.
    Serialization {
        StyleChanged = "style-changed",
        ExplodeChanged = "explode-changed",
        ReservedCharactersAllowed = "reserved-characters-allowed",
        ReservedCharactersForbidden = "reserved-characters-forbidden",
        EmptyValueAllowed = "empty-value-allowed",
        EmptyValueForbidden = "empty-value-forbidden",
        SerializationChanged = "serialization-changed",
        EncodingAdded = "encoding-added",
        EncodingRemoved = "encoding-removed",
        EncodingContentTypeChanged = "encoding-content-type-changed",
    }
    /// Properties that are not sent in one direction.
    Property {
        UntravellingPropertyAdded = "untravelling-property-added",
        UntravellingPropertyRemoved = "untravelling-property-removed",
        UntravellingPropertyChanged = "untravelling-property-changed",
    }
    /// Keywords of schemas. Ids begin with the owner of the schema.
    SchemaKeyword {
        TypeChanged = "type-changed",
        TypeGeneralized = "type-generalized",
        TypeSpecialized = "type-specialized",
        FormatAdded = "format-added",
        FormatRemoved = "format-removed",
        FormatChanged = "format-changed",
        FormatGeneralized = "format-generalized",
        FormatSpecialized = "format-specialized",
        BecameNullable = "became-nullable",
        BecameNotNullable = "became-not-nullable",
        BecameEnum = "became-enum",
        EnumRemoved = "enum-removed",
        EnumValueAdded = "enum-value-added",
        EnumValueRemoved = "enum-value-removed",
        EnumValuesChanged = "enum-values-changed",
        DefaultValueAdded = "default-value-added",
        DefaultValueRemoved = "default-value-removed",
        DefaultValueChanged = "default-value-changed",
        OneOfAdded = "one-of-added",
        OneOfAddedOverlapping = "one-of-added-overlapping",
        OneOfRemoved = "one-of-removed",
        OneOfRemovedOverlapping = "one-of-removed-overlapping",
        OneOfSet = "one-of-set",
        OneOfUnset = "one-of-unset",
        WrappedInOneOf = "wrapped-in-one-of",
        WrappedInOverlappingOneOf = "wrapped-in-overlapping-one-of",
        UnwrappedFromOneOf = "unwrapped-from-one-of",
        UnwrappedFromOverlappingOneOf = "unwrapped-from-overlapping-one-of",
        AnyOfAdded = "any-of-added",
        AnyOfRemoved = "any-of-removed",
        AnyOfSet = "any-of-set",
        AnyOfUnset = "any-of-unset",
        WrappedInAnyOf = "wrapped-in-any-of",
        UnwrappedFromAnyOf = "unwrapped-from-any-of",
        OneOfBecameAnyOf = "one-of-became-any-of",
        AnyOfBecameOneOf = "any-of-became-one-of",
        NotAdded = "not-added",
        NotRemoved = "not-removed",
        NotChanged = "not-changed",
        DiscriminatorAdded = "discriminator-added",
        DiscriminatorRemoved = "discriminator-removed",
        DiscriminatorPropertyNameChanged = "discriminator-property-name-changed",
        DiscriminatorMappingAdded = "discriminator-mapping-added",
        DiscriminatorMappingDeleted = "discriminator-mapping-deleted",
        DiscriminatorMappingChanged = "discriminator-mapping-changed",
        XmlChanged = "xml-changed",
        Deprecated = "deprecated",
        Reactivated = "reactivated",
        MaxSet = "max-set",
        MaxUnset = "max-unset",
        MaxIncreased = "max-increased",
        MaxDecreased = "max-decreased",
        ExclusiveMaxSet = "exclusive-max-set",
        ExclusiveMaxUnset = "exclusive-max-unset",
        MinSet = "min-set",
        MinUnset = "min-unset",
        MinIncreased = "min-increased",
        MinDecreased = "min-decreased",
        ExclusiveMinSet = "exclusive-min-set",
        ExclusiveMinUnset = "exclusive-min-unset",
        MultipleOfSet = "multiple-of-set",
        MultipleOfUnset = "multiple-of-unset",
        MultipleOfGeneralized = "multiple-of-generalized",
        MultipleOfSpecialized = "multiple-of-specialized",
        MultipleOfChanged = "multiple-of-changed",
        MaxLengthSet = "max-length-set",
        MaxLengthUnset = "max-length-unset",
        MaxLengthIncreased = "max-length-increased",
        MaxLengthDecreased = "max-length-decreased",
        MinLengthSet = "min-length-set",
        MinLengthUnset = "min-length-unset",
        MinLengthIncreased = "min-length-increased",
        MinLengthDecreased = "min-length-decreased",
        MaxItemsSet = "max-items-set",
        MaxItemsUnset = "max-items-unset",
        MaxItemsIncreased = "max-items-increased",
        MaxItemsDecreased = "max-items-decreased",
        MinItemsSet = "min-items-set",
        MinItemsUnset = "min-items-unset",
        MinItemsIncreased = "min-items-increased",
        MinItemsDecreased = "min-items-decreased",
        UniqueItemsSet = "unique-items-set",
        UniqueItemsUnset = "unique-items-unset",
        ItemsRestricted = "items-restricted",
        ItemsUnrestricted = "items-unrestricted",
        MaxPropertiesSet = "max-properties-set",
        MaxPropertiesUnset = "max-properties-unset",
        MaxPropertiesIncreased = "max-properties-increased",
        MaxPropertiesDecreased = "max-properties-decreased",
        MinPropertiesSet = "min-properties-set",
        MinPropertiesUnset = "min-properties-unset",
        MinPropertiesIncreased = "min-properties-increased",
        MinPropertiesDecreased = "min-properties-decreased",
        AdditionalPropertiesForbidden = "additional-properties-forbidden",
        AdditionalPropertiesAllowed = "additional-properties-allowed",
        AdditionalPropertiesRestricted = "additional-properties-restricted",
        AdditionalPropertiesUnrestricted = "additional-properties-unrestricted",
        PatternAdded = "pattern-added",
        PatternRemoved = "pattern-removed",
        PatternChanged = "pattern-changed",
    }
    /// Credentials.
    Security {
        ApiSecurityAdded = "api-security-added",
        ApiSecurityRemoved = "api-security-removed",
        ApiSecurityBecameRequired = "api-security-became-required",
        ApiSecurityAlternativeAdded = "api-security-alternative-added",
        ApiSecurityAlternativeRemoved = "api-security-alternative-removed",
        ApiSecuritySchemeAdded = "api-security-scheme-added",
        ApiSecuritySchemeDropped = "api-security-scheme-dropped",
        ApiSecuritySchemeReplaced = "api-security-scheme-replaced",
        ApiSecurityScopeAdded = "api-security-scope-added",
        ApiSecurityScopeReplaced = "api-security-scope-replaced",
        ApiSecurityScopeRemoved = "api-security-scope-removed",
        ApiKeyNameChanged = "api-key-name-changed",
        ApiKeyLocationChanged = "api-key-location-changed",
        HttpSchemeChanged = "http-scheme-changed",
        ApiSecurityComponentTypeChanged = "api-security-component-type-changed",
        ApiSecurityComponentOpenIdUrlChanged = "api-security-component-open-id-url-changed",
        ApiSecurityComponentOauthUrlChanged = "api-security-component-oauth-url-changed",
        ApiSecurityComponentOauthTokenUrlChanged = "api-security-component-oauth-token-url-changed",
        ApiSecurityComponentOauthRefreshUrlChanged = "api-security-component-oauth-refresh-url-changed",
        ApiSecurityComponentOauthFlowRemoved = "api-security-component-oauth-flow-removed",
        ApiSecurityComponentOauthFlowAdded = "api-security-component-oauth-flow-added",
        ApiSecurityComponentRenamed = "api-security-component-renamed",
        ApiSecurityComponentAdded = "api-security-component-added",
        ApiSecurityComponentRemoved = "api-security-component-removed",
        ApiSecurityComponentOauthScopeAdded = "api-security-component-oauth-scope-added",
        ApiSecurityComponentOauthScopeRemoved = "api-security-component-oauth-scope-removed",
        ApiSecurityComponentOauthScopeChanged = "api-security-component-oauth-scope-changed",
    }
    /// Servers.
    Server {
        ApiDefaultServerChanged = "api-default-server-changed",
        ApiServerAdded = "api-server-added",
        ApiServerRemoved = "api-server-removed",
        ApiServerTemplateChanged = "api-server-template-changed",
        ApiServerVariableDefaultChanged = "api-server-variable-default-changed",
        ApiServerVariableValuesExtended = "api-server-variable-values-extended",
        ApiServerVariableValuesRestricted = "api-server-variable-values-restricted",
    }
    /// Components that have no direction.
    Component {
        ApiSchemaRemoved = "api-schema-removed",
        ApiSchemaRenamed = "api-schema-renamed",
        ApiSchemaSpellingChanged = "api-schema-spelling-changed",
        ApiSchemaReplaced = "api-schema-replaced",
        ApiSchemaAdded = "api-schema-added",
        UnusedComponentAdded = "unused-component-added",
        UnusedComponentRemoved = "unused-component-removed",
        UnusedComponentChanged = "unused-component-changed",
    }
    /// Text for people.
    Prose {
        TitleChanged = "title-changed",
        DescriptionChanged = "description-changed",
        SummaryChanged = "summary-changed",
        ExampleChanged = "example-changed",
        ExternalDocsChanged = "external-docs-changed",
        LinkChanged = "link-changed",
        BearerFormatChanged = "bearer-format-changed",
        ExtensionChanged = "extension-changed",
        ApiTagAdded = "api-tag-added",
        ApiTagRemoved = "api-tag-removed",
        ApiTagChanged = "api-tag-changed",
        InfoChanged = "info-changed",
        ApiVersionChanged = "api-version-changed",
        OpenapiVersionChanged = "openapi-version-changed",
    }
    /// The generated Rust code.
    GeneratedCode {
        RustTypeRemoved = "rust-type-removed",
        RustTypeAdded = "rust-type-added",
        RustTypeKindChanged = "rust-type-kind-changed",
        RustTypeNonExhaustive = "rust-type-non-exhaustive",
        RustImplRemoved = "rust-impl-removed",
        RustImplAdded = "rust-impl-added",
        RustFieldRemoved = "rust-field-removed",
        RustFieldAdded = "rust-field-added",
        RustFieldTypeChanged = "rust-field-type-changed",
        RustVariantRemoved = "rust-variant-removed",
        RustVariantAdded = "rust-variant-added",
        RustVariantTypeChanged = "rust-variant-type-changed",
        RustBuilderDemands = "rust-builder-demands",
        RustMethodRemoved = "rust-method-removed",
        RustMethodAdded = "rust-method-added",
        RustMethodSignatureChanged = "rust-method-signature-changed",
        RustSetterRemoved = "rust-setter-removed",
        RustSetterAdded = "rust-setter-added",
        RustSetterTypeChanged = "rust-setter-type-changed",
        RustReturnTypeChanged = "rust-return-type-changed",
        RustErrorTypeChanged = "rust-error-type-changed",
        RustItemRemoved = "rust-item-removed",
        RustItemAdded = "rust-item-added",
    }
    /// A difference without a rule.
    Unclassified {
        Unclassified = "unclassified",
    }
}
